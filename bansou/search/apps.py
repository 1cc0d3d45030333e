"""Registers bansou.search with Django."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """The search room."""

    name = "bansou.search"
    label = "search"
    verbose_name = "検索"
