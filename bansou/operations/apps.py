"""Registers bansou.operations with Django."""

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """The operations room."""

    name = "bansou.operations"
    label = "operations"
    verbose_name = "運用"

    def ready(self) -> None:
        """The watchdog's mail stands in the table of what is told."""
        from bansou.notifications.events import Letter, Section, register_letters

        words = "サイトの仕組みが止まっているとき、直ったとき"
        register_letters(Letter(name="watchdog", section=Section.DUTIES, words=words, told="管理者"))
