"""Registers bansou.notifications with Django."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """The notifications room."""

    name = "bansou.notifications"
    label = "notifications"
    verbose_name = "お知らせ"

    def ready(self) -> None:
        """The room of people sends letters, and knows nothing of the outbox; a person's own page shows his newest notices."""
        from accounts.my_page import register_part
        from accounts.rooms_above import register_letter_box
        from bansou.notifications import leaving, my_data
        from bansou.notifications.actions import send_letter_to_address
        from bansou.notifications.my_page import newest_notices

        register_part(newest_notices)
        register_letter_box(send_letter_to_address)
        leaving.connect()
        my_data.connect()
