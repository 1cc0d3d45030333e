"""Registers bansou.moderation with Django."""

from django.apps import AppConfig


class ModerationConfig(AppConfig):
    """The moderation room."""

    name = "bansou.moderation"
    label = "moderation"
    verbose_name = "運営"

    def ready(self) -> None:
        """People are the matter of a room below, which knows nothing of the record and of the rates."""
        from accounts.role_changes import register_role_witness
        from accounts.rooms_above import register_limit_check, register_record
        from bansou.moderation import leaving, my_data, tellers
        from bansou.moderation.actions import record_decision, record_roles
        from bansou.moderation.limits import check_limit

        register_role_witness(record_roles)
        register_limit_check(check_limit)
        register_record(record_decision)
        leaving.connect()
        my_data.connect()
        tellers.connect()
