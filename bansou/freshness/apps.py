"""Registers bansou.freshness with Django."""

from django.apps import AppConfig


class FreshnessConfig(AppConfig):
    """The freshness room."""

    name = "bansou.freshness"
    label = "freshness"
    verbose_name = "更新のしるし"
