"""python manage.py show_events: the table of events as Markdown, as it stands in bansou/notifications/EVENTS.md."""

from typing import Any

from django.core.management.base import BaseCommand

from bansou.notifications.event_table import table


class Command(BaseCommand):
    """Draws what the code says: after a change of an event, `manage.py show_events > bansou/notifications/EVENTS.md`."""

    help = "Print the table of events as Markdown."

    def handle(self, *args: Any, **options: Any) -> None:
        """All of it, to the screen."""
        self.stdout.write(table(), ending="")
