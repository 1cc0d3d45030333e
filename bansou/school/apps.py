"""Registers bansou.school with Django."""

from django.apps import AppConfig


class SchoolConfig(AppConfig):
    """The school's room."""

    name = "bansou.school"
    label = "school"
    verbose_name = "学びと練習"

    def ready(self) -> None:
        """Tell my page, the file of one's own data, and leaving."""
        from bansou.school.self_check import leaving, my_data, my_page

        my_page.connect()
        my_data.connect()
        leaving.connect()
