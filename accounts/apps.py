"""Registers accounts with Django, and our user pages with Wagtail's admin."""

from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    """The accounts room."""

    name = "accounts"
    verbose_name = "利用者"

    def ready(self) -> None:
        """Pictures of people are shown by the rule of this room; what it knows of a person is in his data."""
        from accounts.my_data import register_data
        from accounts.own_data import own_data
        from accounts.shown_profile import profile_picture_is_shown
        from bansou.images.models import register_picture_rule

        register_picture_rule(profile_picture_is_shown)
        register_data(own_data)


class StaffAccountsConfig(WagtailUsersAppConfig):  # type: ignore[misc]
    """Wagtail's own user administration, with the forms of our User."""

    user_viewset = "accounts.viewsets.StaffUserViewSet"
