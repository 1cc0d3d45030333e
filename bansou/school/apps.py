"""Registers bansou.school with Django."""

from django.apps import AppConfig


class SchoolConfig(AppConfig):
    """The school's room."""

    name = "bansou.school"
    label = "school"
    verbose_name = "学びと練習"

    def ready(self) -> None:
        """What a browser holds is handed over at sign-in; what is a person's is his to take along and goes with him; what can be reported."""
        from bansou.school import (
            leaving,
            my_data,
            my_page,
            practice_data,
            practice_leaving,
            receivers,
            reportables,
            self_check,
            shared,
        )

        receivers.connect()
        my_data.connect()
        leaving.connect()
        my_page.connect()
        shared.connect()
        self_check.connect()
        practice_data.connect()
        practice_leaving.connect()
        reportables.connect()
