"""Registers accounts with Django, and our user pages with Wagtail's admin."""

from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    """The accounts room."""

    name = "accounts"
    verbose_name = "利用者"

    def ready(self) -> None:
        """Hear of confirmed addresses."""
        from accounts import receivers

        receivers.connect()


class StaffAccountsConfig(WagtailUsersAppConfig):  # type: ignore[misc]
    """Wagtail's own user administration, with the forms of our User."""

    user_viewset = "accounts.viewsets.StaffUserViewSet"
