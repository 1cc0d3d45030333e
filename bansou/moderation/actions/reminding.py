"""Tells staff that their queue is not empty."""

import datetime

from django.core.cache import cache
from django.utils import timezone

from accounts.models import User
from accounts.roles import MODERATOR
from bansou.moderation.models import Report, ReportState
from bansou.notifications.actions import send_letter

#: The first letter comes on the morning after.
_WAITED = datetime.timedelta(hours=12)


def remind_of_queue() -> int:
    """A letter to every moderator while something has waited over night; once a day, however often it is called. Returns how many letters."""
    waiting = Report.objects.filter(state=ReportState.WAITING, created_at__lt=timezone.now() - _WAITED)
    count = waiting.count()
    if not count or not cache.add(f"queue-reminder:{timezone.localdate()}", 1, timeout=86_400):
        return 0
    oldest = waiting.order_by("pk")[0]
    moderators = User.objects.filter(is_active=True, is_staff=True, groups__name=MODERATOR.name)
    letters = [
        send_letter(to=person, template="queue_waiting", context={"count": count, "oldest": oldest}) for person in moderators
    ]
    return len(letters)
