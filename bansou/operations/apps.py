"""Registers bansou.operations with Django."""

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """The operations room."""

    name = "bansou.operations"
    label = "operations"
    verbose_name = "運用"
