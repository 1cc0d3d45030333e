"""Registers with Wagtail's admin what every page of it has or leaves out."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from bansou.operations import watchdog_views
from bansou.operations.help_views import staff_help

#: Roles are code (accounts.roles) and written anew at each start; there is one site, made by the filling command.
_NOT_IN_SETTINGS = {"groups", "sites", "api_tokens"}


@hooks.register("construct_settings_menu")
def leave_out_what_is_code(request: HttpRequest, menu_items: list[Any]) -> None:
    """No menu entry for what the next start would undo."""
    menu_items[:] = [item for item in menu_items if item.name not in _NOT_IN_SETTINGS]


@hooks.register("construct_help_menu")
def leave_out_foreign_pages(request: HttpRequest, menu_items: list[Any]) -> None:
    """Wagtail's news and guide are English pages of another host; the keyboard shortcuts stay, and our own help."""
    menu_items[:] = [item for item in menu_items if item.name in {"keyboard-shortcuts-trigger", "staff-help"}]


@hooks.register("insert_editor_js")
def let_one_save_follow_the_other() -> str:
    """The editor's own save and the person's, sent side by side, would make two pages of a new one."""
    return format_html('<script type="module" src="{}"></script>', static("js/editor-saves.js"))


@hooks.register("register_help_menu_item")
def show_staff_help() -> MenuItem:
    """First under 「ヘルプ」."""
    return MenuItem("使い方", reverse("staff_help"), name="staff-help", icon_name="help", order=10)


@hooks.register("register_admin_urls")
def register_staff_help() -> list[URLPattern]:
    """What each role does on which day, and how texts are edited."""
    return [path("help/", staff_help, name="staff_help")]


@hooks.register("register_admin_urls")
def register_watchdog() -> list[URLPattern]:
    """How the machinery stands, for all staff."""
    return [
        path("watchdog/", watchdog_views.watchdog_page, name="watchdog"),
        path("watchdog/retry/", watchdog_views.retry_all, name="watchdog_retry"),
    ]


@hooks.register("register_admin_menu_item")
def show_watchdog() -> MenuItem:
    """In the menu of all staff."""
    return MenuItem("サイトの見張り", reverse("watchdog"), name="watchdog", icon_name="view", order=360)
