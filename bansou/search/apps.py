"""Registers bansou.search with Django."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """The search room."""

    name = "bansou.search"
    label = "search"
    verbose_name = "検索"

    def ready(self) -> None:
        """New results of a saved search are told as all events are; what somebody saved is his data, and goes with him.

        Saves are taken out of modelsearch's hands: the index follows what the database notes (noting.py), which is more than saves.
        """
        from django.db.models.signals import post_save
        from modelsearch.index import get_indexed_models
        from modelsearch.signal_handlers import post_save_signal_handler

        from bansou.search import leaving, my_data
        from bansou.search.saved import teller

        teller.connect()
        my_data.connect()
        leaving.connect()
        for model in get_indexed_models():
            post_save.disconnect(post_save_signal_handler, sender=model)
