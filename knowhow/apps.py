"""Registers knowhow with Django."""

from django.apps import AppConfig


class KnowhowConfig(AppConfig):
    """The knowhow room."""

    name = "knowhow"
    verbose_name = "支援者の広場"

    def ready(self) -> None:
        """Tell the search page what it may find here, the page of a case what is said of it, the queue what reports may be about."""
        from knowhow import case_talk, reportables, searchables

        searchables.connect()
        case_talk.connect()
        reportables.connect()
