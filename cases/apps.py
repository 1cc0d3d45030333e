"""Registers cases with Django."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """The cases room."""

    name = "cases"
    verbose_name = "支援事例"
