"""The question bank: proposing a card, deciding about it, telling how it went."""

import uuid
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from accounts.refusals import Refused
from bansou.moderation.actions import record_decision
from bansou.moderation.limits import check_limit
from bansou.notifications.actions import tell
from cases.models import Case, QuestionCard
from cases.vocabularies import CardSource, CardState
from knowhow.models import QuestionReport, Reply, ReplyQuestion
from knowhow.permissions import check_can_hide, check_can_keep_bank, check_can_propose_question, check_can_report_question


def propose_question(
    *, by: User, submission_key: uuid.UUID, case: Case | None = None, episode_key: uuid.UUID | None = None,
    reply: Reply | None = None, **words: Any,
) -> QuestionCard:  # fmt: skip
    """Hand a card to staff. `words` are its fields; the same key again gives the card that the first press made.

    `case` and `episode_key` name the dialogue that it was taken from, `reply` the reply: such as the person may read.
    """
    check_can_propose_question(by)
    source = CardSource.EPISODE if case else CardSource.REPLY if reply else CardSource.SUPPORTER
    card = QuestionCard(
        **words, source=source, case=case, episode_key=episode_key if case else None, author=by, organisation=by.organisation,
        state=CardState.PROPOSED, submission_key=submission_key,
    )  # fmt: skip
    try:
        with transaction.atomic():
            card.save(force_insert=True)
            if reply:
                ReplyQuestion.objects.create(card=card, reply=reply)
            check_limit(by, "question")
    except IntegrityError:
        made_before = QuestionCard.objects.filter(author=by, submission_key=submission_key).first()
        if made_before is None:
            raise
        return made_before
    return card


@transaction.atomic
def keep_question(*, by: User, card: QuestionCard) -> QuestionCard:
    """Save a card as staff wrote it. A changed state is a decision: it is recorded, and who proposed the card learns of it."""
    check_can_keep_bank(by)
    before = QuestionCard.objects.select_for_update().filter(pk=card.pk).first()
    card.save()
    if before and card.state not in (before.state, CardState.PROPOSED):
        is_shown = card.state == CardState.SHOWN
        verb = "問いかけバンクに載せた" if is_shown else "問いかけバンクに載せないことにした"
        record_decision(by=by, target=card, verb=verb, reason=card.note or "事務局の判断")
        if card.author:
            event = "card_shown" if is_shown else "card_not_shown"
            tell(event, target_id=card.pk, thread=f"card:{card.pk}", by=by, to=[card.author])
    return card


@transaction.atomic
def report_question(*, by: User, card: QuestionCard, text: str) -> QuestionReport:
    """Tell how it went, or say it otherwise. Told twice it counts once."""
    check_can_report_question(by, card)
    # Whoever tells of the card at the same moment waits here, so that nobody is counted twice.
    QuestionCard.objects.select_for_update().get(pk=card.pk)
    report = QuestionReport.objects.filter(card=card, author=by).first()
    if report is None:
        report = QuestionReport.objects.create(card=card, author=by, organisation=by.organisation, text=text)
        _count(card, 1)
    elif report.text == text:
        return report
    elif report.is_hidden:
        raise Refused("運営が非表示にした「使ってみた」は直せません。お心当たりがないときは、お問い合わせください。")
    else:
        report.text, report.edited_at = text, timezone.now()
        report.save(update_fields=["text", "edited_at"])
    check_limit(by, "question_report")
    return report


@transaction.atomic
def hide_report(*, by: User, report: QuestionReport, reason: str) -> None:
    """Take a report out of everybody's sight but its writer's and staff's. Twice is once."""
    check_can_hide(by)
    current = QuestionReport.objects.select_for_update(of=("self",)).select_related("card").get(pk=report.pk)
    if current.is_hidden:
        return
    current.hidden_at, current.hidden_reason = timezone.now(), reason
    current.save(update_fields=["hidden_at", "hidden_reason"])
    _count(current.card, -1)
    record_decision(by=by, target=current, verb="非表示にした", reason=reason)


@transaction.atomic
def show_report_again(*, by: User, report: QuestionReport, reason: str) -> None:
    """Bring a hidden report back."""
    check_can_hide(by)
    current = QuestionReport.objects.select_for_update(of=("self",)).select_related("card").get(pk=report.pk)
    if not current.is_hidden:
        return
    current.hidden_at, current.hidden_reason = None, ""
    current.save(update_fields=["hidden_at", "hidden_reason"])
    _count(current.card, 1)
    record_decision(by=by, target=current, verb="表示に戻した", reason=reason)


def _count(card: QuestionCard, difference: int) -> None:
    QuestionCard.objects.filter(pk=card.pk).update(report_count=F("report_count") + difference)
