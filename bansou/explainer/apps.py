"""Registers bansou.explainer with Django."""

from django.apps import AppConfig


class ExplainerConfig(AppConfig):
    """The explainer room."""

    name = "bansou.explainer"
    label = "explainer"
    verbose_name = "解説ページ"

    def ready(self) -> None:
        """Tell the search page what it may find here, the exchange what becomes of its topics, and other sites what pages look like."""
        from bansou.explainer import articles, searchables, shared

        searchables.connect()
        articles.connect()
        shared.connect()
