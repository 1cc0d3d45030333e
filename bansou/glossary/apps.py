"""Registers bansou.glossary with Django."""

from django.apps import AppConfig


class GlossaryConfig(AppConfig):
    """The glossary's room."""

    name = "bansou.glossary"
    label = "glossary"
    verbose_name = "用語集"
