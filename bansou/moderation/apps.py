"""Registers bansou.moderation with Django."""

from django.apps import AppConfig


class ModerationConfig(AppConfig):
    """The moderation room."""

    name = "bansou.moderation"
    label = "moderation"
    verbose_name = "運営"

    def ready(self) -> None:
        """Roles are changed a room below, which knows nothing of the record."""
        from accounts.role_changes import register_role_witness
        from bansou.moderation.actions import record_roles

        register_role_witness(record_roles)
