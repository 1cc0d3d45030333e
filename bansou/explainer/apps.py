"""Registers bansou.explainer with Django."""

from django.apps import AppConfig


class ExplainerConfig(AppConfig):
    """The explainer room."""

    name = "bansou.explainer"
    label = "explainer"
    verbose_name = "解説ページ"

    def ready(self) -> None:
        """Tell search, the exchange and other sites of our pages; hear how the reading of a page went."""
        from bansou.explainer import articles, page_review, searchables, shared

        searchables.connect()
        articles.connect()
        shared.connect()
        page_review.connect()
