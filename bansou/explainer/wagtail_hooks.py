"""Registers with Wagtail's admin the making of articles, the checks of texts, and what readers said of pages."""

from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from wagtail import hooks
from wagtail.admin import messages

from accounts.desks import shown_unless_refused
from bansou.explainer.answer_views import answer_desk, reason_erase
from bansou.explainer.answers import check_can_read_answers
from bansou.explainer.check_views import text_checks
from bansou.explainer.text_checks import findings_in
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


@hooks.register("register_admin_urls")
def register_text_checks() -> list[URLPattern]:
    """What the editor's side panel asks for."""
    return [path("text-checks/", text_checks, name="text_checks")]


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def say_what_to_look_at(request: HttpRequest, thing: Model) -> None:
    """After a save that a person asked for (the editor's own saves take no page for an answer)."""
    if request.accepts("text/html") and (count := len(findings_in(thing))):
        messages.warning(
            request,
            f"文章に、もう一度見ていただきたいところが{count}件あります。横の画面の「チェック」で、場所と直し方が分かります。",
        )
