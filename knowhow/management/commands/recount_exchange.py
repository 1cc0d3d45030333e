"""python manage.py recount_exchange: count what topics keep anew, and mend what differs."""

from typing import Any

from django.core.management.base import BaseCommand

from knowhow.actions.counters import recount_topics


class Command(BaseCommand):
    """May run beside the site: topics are held a thousand at a time. Finding no difference is the rule."""

    help = "Count replies and last posts of all topics anew; name and mend each difference."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what was mended."""
        mended = 0
        for miscount in recount_topics():
            mended += 1
            self.stdout.write(f"話題{miscount.topic_id} {miscount.name}: {miscount.kept} → {miscount.counted}")
        self.stdout.write(f"{mended}か所を直しました。" if mended else "ちがいはありませんでした。")
