"""Keeping somebody from writing for a time, and letting him write again."""

import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.refusals import Refused
from bansou.moderation.actions.recording import record_decision
from bansou.moderation.actions.telling import tell
from bansou.moderation.models import Suspension
from bansou.moderation.permissions import check_can_suspend


@transaction.atomic
def suspend(*, by: User, person: User, until: datetime.datetime | None, reason: str) -> Suspension:
    """Stop a person's writing until a moment, or (None) until it is lifted. He reads on, is told why, and can answer."""
    check_can_suspend(by)
    if person.is_staff:
        raise Refused("事務局の職員は止められません。役割を外してください。")
    if until is not None and until <= timezone.now():
        raise Refused("期限には、これからの日時を入れてください。")
    suspension = Suspension.objects.create(person=person, until=until, reason=reason, by=by)
    decision = record_decision(by=by, target=person, verb="投稿を止めた", reason=f"{reason}（{suspension.term}）")
    tell(person=person, decision=decision)
    return suspension


@transaction.atomic
def lift_suspension(*, by: User, suspension: Suspension, reason: str) -> None:
    """Let the person write again, before the term is over. Twice is once."""
    check_can_suspend(by)
    current = Suspension.objects.select_for_update(of=("self",)).get(pk=suspension.pk)
    if current.lifted_at:
        return
    current.lifted_at = timezone.now()
    current.save(update_fields=["lifted_at"])
    decision = record_decision(by=by, target=current.person, verb="投稿の停止を解いた", reason=reason)
    tell(person=current.person, decision=decision)
