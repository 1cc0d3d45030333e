"""Registers bansou.notifications with Django."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """The notifications room."""

    name = "bansou.notifications"
    label = "notifications"
    verbose_name = "お知らせ"

    def ready(self) -> None:
        """The room of people sends letters, and knows nothing of the outbox."""
        from allauth.account.signals import email_changed

        from accounts.my_page import register_part
        from accounts.rooms_above import register_letter_box
        from bansou.notifications import leaving, my_data
        from bansou.notifications.actions import send_letter_to_address
        from bansou.notifications.address_views import undeliverable_part
        from bansou.notifications.receivers import reach_at_new_address

        register_letter_box(send_letter_to_address)
        register_part(undeliverable_part)
        email_changed.connect(reach_at_new_address, dispatch_uid="reach_at_new_address")
        leaving.connect()
        my_data.connect()
