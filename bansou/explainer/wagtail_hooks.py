"""Registers the making of articles with Wagtail's admin."""

from django.urls import URLPattern, path
from wagtail import hooks

from bansou.explainer.views import article_from_topic


@hooks.register("register_admin_urls")
def register_articles() -> list[URLPattern]:
    """From a topic to the draft of an article."""
    return [path("articles/from-topic/<int:pk>/", article_from_topic, name="article_from_topic")]
