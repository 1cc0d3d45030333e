"""Registers bansou.drafts with Django."""

from django.apps import AppConfig


class DraftsConfig(AppConfig):
    """The drafts room."""

    name = "bansou.drafts"
    label = "drafts"
    verbose_name = "書きかけ"
