"""Registers knowhow with Django."""

from django.apps import AppConfig


class KnowhowConfig(AppConfig):
    """The knowhow room."""

    name = "knowhow"
    verbose_name = "支援者の広場"

    def ready(self) -> None:
        """Tell the search page what it may find here, and the drafts where people type."""
        from knowhow import drafting, searchables

        searchables.connect()
        drafting.connect()
