"""What a person has read."""

import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from bansou.moderation.limits import check_limit
from knowhow.models import AllRead, ReadingMark, Topic


def mark_read(*, by: User, topic: Topic, until: datetime.datetime) -> None:
    """The person has seen the topic up to its post of this moment. A mark never moves back."""
    marks = ReadingMark.objects.filter(person=by, topic=topic)
    if not marks.filter(read_until__lt=until).update(read_until=until):
        ReadingMark.objects.bulk_create([ReadingMark(person=by, topic=topic, read_until=until)], ignore_conflicts=True)


@transaction.atomic
def mark_all_read(*, by: User) -> None:
    """Nothing that was written until now is unread."""
    AllRead.objects.update_or_create(person=by, defaults={"until": timezone.now()})
    check_limit(by, "mark_all_read")
