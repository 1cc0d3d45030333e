"""python manage.py recount_exchange: count what topics and replies keep anew, and mend what differs."""

from itertools import chain
from typing import Any

from django.core.management.base import BaseCommand

from knowhow.actions.counters import recount
from knowhow.models import Reply, Topic


class Command(BaseCommand):
    """May run beside the site: rows are held a thousand at a time. Finding no difference is the rule."""

    help = "Count anew what topics and replies keep; name and mend each difference."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what was mended."""
        mended = 0
        for miscount in chain(recount(Topic), recount(Reply)):
            mended += 1
            self.stdout.write(f"{miscount.post} {miscount.name}: {miscount.kept} → {miscount.counted}")
        self.stdout.write(f"{mended}か所を直しました。" if mended else "ちがいはありませんでした。")
