"""python manage.py ask_for_follow_ups: ask the authors whose support ended 3, 6, 12 or 24 months ago."""

from typing import Any

from django.core.management.base import BaseCommand

from cases.follow_up_actions import ask_for_follow_ups


class Command(BaseCommand):
    """For cron, or by hand; the worker does the same once a day. Safe to run at any time: nobody is asked twice."""

    help = "Ask the authors of published cases how the company is now, 3, 6, 12 and 24 months after the support ended."

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask, and say how many were asked."""
        asked = ask_for_follow_ups()
        if options["verbosity"]:
            self.stdout.write(f"その後のようすをたずねました: {asked}件")
