"""Registers with Wagtail's admin what every page of it has or leaves out."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks

#: Roles are code (accounts.roles) and written anew at each start; there is one site, made by the filling command.
_NOT_IN_SETTINGS = {"groups", "sites", "api_tokens"}


@hooks.register("construct_settings_menu")
def leave_out_what_is_code(request: HttpRequest, menu_items: list[Any]) -> None:
    """No menu entry for what the next start would undo."""
    menu_items[:] = [item for item in menu_items if item.name not in _NOT_IN_SETTINGS]


@hooks.register("construct_help_menu")
def leave_out_foreign_pages(request: HttpRequest, menu_items: list[Any]) -> None:
    """Wagtail's news and guide are English pages of another host; the keyboard shortcuts stay."""
    menu_items[:] = [item for item in menu_items if item.name == "keyboard-shortcuts-trigger"]
