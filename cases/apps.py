"""Registers cases with Django, and what others may know of them."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """The cases room."""

    name = "cases"
    verbose_name = "支援事例"

    def ready(self) -> None:
        """Connect to the review and to pictures."""
        from bansou.images.models import register_picture_rule
        from cases import (
            at_organisation,
            digest_parts,
            drafting,
            invitations,
            leaving,
            my_data,
            my_page,
            naming,
            receivers,
            reportables,
            searchables,
            shared,
            tellers,
        )
        from cases.actions import picture_is_shown

        receivers.connect()
        searchables.connect()
        shared.connect()
        reportables.connect()
        at_organisation.connect()
        digest_parts.connect()
        drafting.connect()
        invitations.connect()
        leaving.connect()
        my_data.connect()
        my_page.connect()
        naming.connect()
        tellers.connect()
        receivers.silence_wagtails_letters()
        register_picture_rule(picture_is_shown)
