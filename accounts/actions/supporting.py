"""Writes about supported sessions."""

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Least
from django.utils import timezone

from accounts.models import SUPPORT_MINUTES, SupportedAct, SupportedSession, User
from accounts.permissions import check_can_support
from accounts.rooms_above import record_decision, send_letter


@transaction.atomic
def start_support(*, by: User, person: User, consent: str) -> SupportedSession:
    """Let `by` act for the person for half an hour. `consent`: how and when he agreed, in words; he is told of it by mail.

    A session that `by` left open ends. Raises Refused.
    """
    check_can_support(by, person)
    User.objects.select_for_update().get(pk=by.pk)  # two windows of one desk, one after the other
    SupportedSession.objects.filter(by=by, ended_at=None).update(ended_at=Least(F("ends_at"), timezone.now()))
    session = SupportedSession.objects.create(by=by, person=person, consent=consent)
    send_letter(to=person, template="support_started", context={"support": session, "minutes": SUPPORT_MINUTES})
    record_decision(by=by, target=person, verb="代わりの操作を始めた", reason=f"本人の同意：{consent}")
    return session


@transaction.atomic
def end_support(*, session: SupportedSession, by: User) -> None:
    """End it by the button. One that is over already, or somebody else's, stays as it is."""
    if SupportedSession.objects.living().filter(pk=session.pk, by=by).update(ended_at=timezone.now()):
        acts = SupportedAct.objects.filter(session=session).count()
        record_decision(by=by, target=session.person, verb="代わりの操作を終えた", reason=f"送信した回数：{acts}")


def record_act(*, session: SupportedSession, path: str, status: int) -> None:
    """Write down what was sent in it; `status` is what the site answered (HTTP)."""
    SupportedAct.objects.create(session=session, path=path[:200], status=status)
