"""Registers the making of articles and the checks of texts with Wagtail's admin."""

from django.db.models import Model
from django.http import HttpRequest
from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.admin import messages

from bansou.explainer.check_views import text_checks
from bansou.explainer.text_checks import findings_in
from bansou.explainer.views import article_from_topic


@hooks.register("register_admin_urls")
def register_articles() -> list[URLPattern]:
    """From a topic to the draft of an article."""
    return [path("articles/from-topic/<int:pk>/", article_from_topic, name="article_from_topic")]


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
