"""Registers bansou.text with Django."""

from django.apps import AppConfig


class TextConfig(AppConfig):
    """The text room."""

    name = "bansou.text"
    label = "text"
    verbose_name = "文章"
