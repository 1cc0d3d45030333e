"""The explainer's pages and what is kept about them."""

from bansou.explainer.models.chapter import ExplainerPage
from bansou.explainer.models.home import HomePage
from bansou.explainer.models.kept import REASON_MAX, FilledPage, PageAnswer
from bansou.explainer.models.others import ArticlePage, EnglishPage, PolicyPage
from bansou.explainer.models.written import SitePage, WrittenPage

__all__ = [
    "REASON_MAX",
    "ArticlePage",
    "EnglishPage",
    "ExplainerPage",
    "FilledPage",
    "HomePage",
    "PageAnswer",
    "PolicyPage",
    "SitePage",
    "WrittenPage",
]
