"""Registers accounts with Django, and our user pages with Wagtail's admin."""

from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    """The accounts room."""

    name = "accounts"
    verbose_name = "利用者"

    def ready(self) -> None:
        """Hear of confirmed addresses, and add what is this room's own to its registers: my page, invitations, my data, pictures."""
        from accounts import destinations, receivers
        from accounts.my_data import register_data
        from accounts.my_page import register_part
        from accounts.own_data import own_data
        from accounts.second_factor import second_factor_offer
        from accounts.shown_profile import profile_picture_is_shown
        from bansou.images.models import register_picture_rule

        receivers.connect()
        register_part(second_factor_offer)
        destinations.connect()
        register_data(own_data)
        register_picture_rule(profile_picture_is_shown)


class StaffAccountsConfig(WagtailUsersAppConfig):  # type: ignore[misc]
    """Wagtail's own user administration, with the forms of our User."""

    user_viewset = "accounts.viewsets.StaffUserViewSet"
