"""Registers with Wagtail's admin the making of articles, and what readers said of pages."""

from typing import Any

from django.urls import URLPattern, path, reverse_lazy
from wagtail import hooks

from accounts.desks import shown_unless_refused
from bansou.explainer.answer_views import answer_desk, reason_erase
from bansou.explainer.answers import check_can_read_answers
from bansou.explainer.views import article_from_topic


@hooks.register("register_admin_urls")
def register_articles() -> list[URLPattern]:
    """From a topic to the draft of an article."""
    return [path("articles/from-topic/<int:pk>/", article_from_topic, name="article_from_topic")]


@hooks.register("register_admin_urls")
def register_answers() -> list[URLPattern]:
    """What readers said of pages."""
    return [
        path("page-answers/", answer_desk, name="page_answers"),
        path("page-answers/<int:pk>/erase/", reason_erase, name="page_answer_erase"),
    ]


@hooks.register("register_admin_menu_item")
def show_answers() -> Any:
    """In the menu of staff who write pages."""
    item = shown_unless_refused(check_can_read_answers)
    return item("読んだ方の声", reverse_lazy("page_answers"), name="page-answers", icon_name="comment", order=312)
