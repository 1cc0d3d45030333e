"""Registers bansou.forms with Django."""

from django.apps import AppConfig


class FormsConfig(AppConfig):
    """The forms room."""

    name = "bansou.forms"
    label = "site_forms"
    verbose_name = "フォーム"
