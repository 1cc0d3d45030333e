"""Tells staff that their queue is not empty."""

import datetime

from django.utils import timezone

from accounts.models import User
from accounts.roles import MODERATOR
from bansou.moderation.models import Report, ReportState
from bansou.notifications.actions import tell

#: The first letter comes on the morning after.
_WAITED = datetime.timedelta(hours=12)


def remind_of_queue() -> int:
    """Tell every moderator while something has waited over night; once a day, however often it is called. Returns how many were told."""
    waiting = Report.objects.filter(state=ReportState.WAITING, created_at__lt=timezone.now() - _WAITED)
    if not waiting.exists():
        return 0
    moderators = User.objects.filter(is_active=True, is_staff=True, groups__name=MODERATOR.name)
    occurrence = tell("queue_waiting", target_id=0, thread="queue:reports", to=moderators, key=f"queue:{timezone.localdate()}")
    return occurrence.notices.count() if occurrence else 0
