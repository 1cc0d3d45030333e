"""Registers knowhow with Django."""

from django.apps import AppConfig


class KnowhowConfig(AppConfig):
    """The knowhow room."""

    name = "knowhow"
    verbose_name = "支援者の広場"

    def ready(self) -> None:
        """Tell the rooms below what is here.

        What search may find, what is told to whom, what is said of a case, what reports are about, where text is kept,
        and who may load a picture.
        """
        from bansou.images.models import register_picture_rule
        from knowhow import (
            at_organisation,
            case_talk,
            clinic_places,
            digest_parts,
            drafting,
            invitations,
            leaving,
            matters,
            my_data,
            reportables,
            searchables,
            shared,
            tellers,
        )
        from knowhow.models.pictures import picture_is_shown

        searchables.connect()
        shared.connect()
        tellers.connect()
        case_talk.connect()
        reportables.connect()
        at_organisation.connect()
        clinic_places.connect()
        digest_parts.connect()
        drafting.connect()
        invitations.connect()
        leaving.connect()
        matters.connect()
        my_data.connect()
        register_picture_rule(picture_is_shown)
