"""Registers bansou.explainer with Django."""

from django.apps import AppConfig


class ExplainerConfig(AppConfig):
    """The explainer room."""

    name = "bansou.explainer"
    label = "explainer"
    verbose_name = "解説ページ"
