"""Telling somebody what was decided about what is his, and taking his answer."""

import uuid

from django.db import IntegrityError, transaction
from django.db.models import Model

from accounts.models import User
from accounts.refusals import Refused
from bansou.moderation.limits import check_limit
from bansou.moderation.models import Decision, Notice, Origin, Report
from bansou.notifications.actions import tell as tell_of_event


@transaction.atomic
def tell(
    *, person: User, decision: Decision, target: Model | None = None, event: str = "decision_told", detail: dict[str, int] | None = None
) -> Notice:  # fmt: skip
    """Tell a person of a decision: a page where he reads why and answers, a line of his inbox, and a mail that leads to it.

    `event`: a line of the table of its own (its number is the notice's) instead of the general one, with the `detail` that its teller needs.
    """
    address = target.get_absolute_url() if target is not None and hasattr(target, "get_absolute_url") else ""
    notice = Notice.objects.create(person=person, decision=decision, address=address)
    thread = f"decision:{notice.pk}"
    tell_of_event(event, target_id=notice.pk, thread=thread, by=decision.by, to=[person], detail=detail)
    return notice


@transaction.atomic
def answer_notice(*, by: User, notice: Notice, text: str, submission_key: uuid.UUID) -> Report:
    """Put the person's answer into the queue of staff. The same key again gives the answer that the first press sent."""
    if notice.person_id != by.pk:
        raise Refused("ほかの方への連絡には、お返事できません。")
    decision = notice.decision
    answer = Report(
        origin=Origin.ANSWER, notice=notice, reporter=by, text=text, address=notice.address, target_name=decision.target_name,
        content_type=decision.content_type, object_id=decision.object_id, submission_key=submission_key,
    )  # fmt: skip
    try:
        with transaction.atomic():
            answer.save(force_insert=True)
    except IntegrityError:
        if sent := Report.objects.filter(reporter=by, submission_key=submission_key).first():
            return sent
        raise
    check_limit(by, "answer")
    return answer
