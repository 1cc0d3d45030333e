"""Registers bansou.notifications with Django."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """The notifications room."""

    name = "bansou.notifications"
    label = "notifications"
    verbose_name = "お知らせ"
