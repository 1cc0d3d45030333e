"""Registers knowhow with Django."""

from django.apps import AppConfig


class KnowhowConfig(AppConfig):
    """The knowhow room."""

    name = "knowhow"
    verbose_name = "支援者の広場"

    def ready(self) -> None:
        """Tell the search page what it may find here, and the drafts where people type."""
        from bansou.images.models import register_picture_rule
        from knowhow import drafting, searchables
        from knowhow.models.pictures import picture_is_shown

        searchables.connect()
        drafting.connect()
        register_picture_rule(picture_is_shown)
