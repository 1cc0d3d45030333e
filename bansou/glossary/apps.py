"""Registers bansou.glossary with Django."""

from django.apps import AppConfig


class GlossaryConfig(AppConfig):
    """The glossary's room."""

    name = "bansou.glossary"
    label = "glossary"
    verbose_name = "用語集"

    def ready(self) -> None:
        """Tell the search page what it may find here."""
        from bansou.glossary import searchables

        searchables.connect()
