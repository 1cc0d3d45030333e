"""Registers knowhow with Django."""

from django.apps import AppConfig


class KnowhowConfig(AppConfig):
    """The knowhow room."""

    name = "knowhow"
    verbose_name = "支援者の広場"

    def ready(self) -> None:
        """Tell the rooms below what is here: what search may find, what is said of a case, what reports are about, where text is kept."""
        from knowhow import case_talk, clinic_places, reportables, searchables

        searchables.connect()
        case_talk.connect()
        reportables.connect()
        clinic_places.connect()
