"""A self-check of the demo's supporter, three months old, so that the way back to it can be tried."""

import datetime
import uuid

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from bansou.school.models import CheckItem, SelfCheck
from bansou.school.models.self_check import Answers, Level
from bansou.school.self_check.actions import finish_self_check

_SAMPLE_KEY = uuid.UUID("6f1d6c1e-2c62-4f0a-9d6e-3a1b7b1f0a11")
_AGO = datetime.timedelta(days=100)


@transaction.atomic
def load_sample_check(person: User) -> None:
    """Have the person answered once; who has answered already stays as he is."""
    if SelfCheck.objects.of(person).exists():
        return
    levels = (Level.MOSTLY, Level.SOMETIMES, Level.NOT_YET)
    answers: Answers = {item.code: int(levels[place % 3]) for place, item in enumerate(CheckItem.objects.all())}
    check = finish_self_check(by=person, answers=answers, submission_key=_SAMPLE_KEY)
    then = timezone.now() - _AGO
    SelfCheck.objects.filter(pk=check.pk).update(started_at=then, finished_at=then)
