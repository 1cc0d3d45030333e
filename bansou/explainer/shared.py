"""The pictures by which other sites show the explainer's pages."""

from wagtail.models import Page

from bansou.explainer.models import ArticlePage, EnglishPage, ExplainerPage, PolicyPage
from bansou.sharing.subjects import Subject, register

_KINDS = {
    ExplainerPage: "伴走支援を学ぶ",
    ArticlePage: "ノウハウ記事",
    PolicyPage: "このサイトについて",
    EnglishPage: "About this site",
}


def subject(key: int) -> Subject | None:
    """The published page, without restriction."""
    page = Page.objects.live().public().type(*_KINDS).filter(pk=key).first()
    if page is None:
        return None
    return Subject(page.title, _KINDS[page.specific_class])


def connect() -> None:
    """Called once when the app is ready."""
    register("pages", subject)
