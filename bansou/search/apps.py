"""Registers bansou.search with Django."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """The search room."""

    name = "bansou.search"
    label = "search"
    verbose_name = "検索"

    def ready(self) -> None:
        """New results of a saved search are told as all events are; what somebody saved is his data, and goes with him."""
        from bansou.search import leaving, my_data
        from bansou.search.saved import teller

        teller.connect()
        my_data.connect()
        leaving.connect()
