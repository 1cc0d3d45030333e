"""Registers bansou.explainer with Django."""

from django.apps import AppConfig


class ExplainerConfig(AppConfig):
    """The explainer room."""

    name = "bansou.explainer"
    label = "explainer"
    verbose_name = "解説ページ"

    def ready(self) -> None:
        """Tell the search page what it may find here, and the exchange what becomes of its topics; hear how the reading of a page went."""
        from bansou.explainer import articles, page_review, searchables

        searchables.connect()
        articles.connect()
        page_review.connect()
