"""Registers bansou.lists with Django."""

from django.apps import AppConfig


class ListsConfig(AppConfig):
    """The lists room."""

    name = "bansou.lists"
    label = "lists"
    verbose_name = "一覧"
