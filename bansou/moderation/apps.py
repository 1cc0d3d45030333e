"""Registers bansou.moderation with Django."""

from django.apps import AppConfig


class ModerationConfig(AppConfig):
    """The moderation room."""

    name = "bansou.moderation"
    label = "moderation"
    verbose_name = "運営"
