"""Registers bansou.announcements with Django."""

from django.apps import AppConfig


class AnnouncementsConfig(AppConfig):
    """The announcements room."""

    name = "bansou.announcements"
    label = "announcements"
    verbose_name = "運営からのお知らせ"

    def ready(self) -> None:
        """An announcement is an event that is told as all others are."""
        from bansou.announcements import leaving, tellers

        tellers.connect()
        leaving.connect()
