"""Registers bansou.images with Django."""

from django.apps import AppConfig


class ImagesConfig(AppConfig):
    """The images room."""

    name = "bansou.images"
    label = "images"
    verbose_name = "画像"
