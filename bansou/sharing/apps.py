"""Registers bansou.sharing with Django."""

from django.apps import AppConfig


class SharingConfig(AppConfig):
    """The room of what other sites show of a page."""

    name = "bansou.sharing"
    label = "sharing"
    verbose_name = "共有"
