"""What becomes of somebody's answers when he leaves. What he wrote for himself alone goes in any case."""

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.leaving import LEFT_REASON, LeavingRules, register_leaving
from accounts.models import User
from bansou.school.models import ReadingAnswer, ShownAs


@transaction.atomic
def withdraw(person: User) -> None:
    """Out of sight."""
    hidden: dict[str, Any] = {"hidden_at": timezone.now(), "hidden_reason": LEFT_REASON}
    ReadingAnswer.objects.filter(author=person, hidden_at=None).update(**hidden)


@transaction.atomic
def bring_back(person: User) -> None:
    """Back in sight."""
    ReadingAnswer.objects.filter(author=person, hidden_reason=LEFT_REASON).update(hidden_at=None, hidden_reason="")


@transaction.atomic
def erase(person: User, _address: str) -> None:
    """What he withdrew, and what nobody but he read."""
    ReadingAnswer.objects.filter(Q(hidden_reason=LEFT_REASON) | Q(shown_as=ShownAs.SELF), author=person).delete()


def connect() -> None:
    """Called once when the app is ready."""
    register_leaving(LeavingRules(withdraw=withdraw, bring_back=bring_back, erase=erase))
