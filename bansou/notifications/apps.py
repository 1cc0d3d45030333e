"""Registers bansou.notifications with Django."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """The notifications room."""

    name = "bansou.notifications"
    label = "notifications"
    verbose_name = "お知らせ"

    def ready(self) -> None:
        """The room of people sends letters and tells of events, and knows nothing of this one; a person's own page shows his newest notices."""
        from accounts.my_page import register_part
        from accounts.rooms_above import register_letter_box, register_telling
        from bansou.notifications import account_tellers, leaving, my_data
        from bansou.notifications.actions import send_letter_to_address, tell
        from bansou.notifications.my_page import newest_notices

        register_part(newest_notices)
        register_letter_box(send_letter_to_address)
        register_telling(tell)
        account_tellers.connect()
        leaving.connect()
        my_data.connect()
