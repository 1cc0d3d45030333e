"""Registers bansou.school with Django."""

from django.apps import AppConfig


class SchoolConfig(AppConfig):
    """The school's room."""

    name = "bansou.school"
    label = "school"
    verbose_name = "学びと練習"

    def ready(self) -> None:
        """Tell the rooms below what is here: what reports are about, what a person takes along, what goes when he leaves."""
        from bansou.school import practice_data, practice_leaving, reportables

        practice_data.connect()
        practice_leaving.connect()
        reportables.connect()
