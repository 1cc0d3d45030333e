"""Registers bansou.school with Django."""

from django.apps import AppConfig


class SchoolConfig(AppConfig):
    """The school's room."""

    name = "bansou.school"
    label = "school"
    verbose_name = "学びと練習"
