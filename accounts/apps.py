"""Registers accounts with Django, and our user pages with Wagtail's admin."""

from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    """The accounts room."""

    name = "accounts"
    verbose_name = "利用者"

    def ready(self) -> None:
        """Offer a second factor on a supporter's page."""
        from accounts.my_page import register_part
        from accounts.second_factor import second_factor_offer

        register_part(second_factor_offer)
        from accounts import destinations

        destinations.connect()


class StaffAccountsConfig(WagtailUsersAppConfig):  # type: ignore[misc]
    """Wagtail's own user administration, with the forms of our User."""

    user_viewset = "accounts.viewsets.StaffUserViewSet"
