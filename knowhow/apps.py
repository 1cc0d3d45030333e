"""Registers knowhow with Django."""

from django.apps import AppConfig


class KnowhowConfig(AppConfig):
    """The knowhow room."""

    name = "knowhow"
    verbose_name = "支援者の広場"

    def ready(self) -> None:
        """Tell search what it may find here, and the queue of reports what it may be about."""
        from knowhow import reportables, searchables

        searchables.connect()
        reportables.connect()
