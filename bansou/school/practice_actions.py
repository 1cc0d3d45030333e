"""読む演習: writing what one would have asked, keeping order over it, choosing where a case stops."""

import uuid

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from accounts.refusals import Refused
from bansou.moderation.actions import put_in_queue, record_decision, tell
from bansou.moderation.limits import check_limit, check_links
from bansou.moderation.models import Origin, Outcome, Report, ReportState
from bansou.school.models import ReadingAnswer, ReadingStop, ShownAs, StopState
from bansou.school.practice_permissions import (
    check_can_answer,
    check_can_change_answer,
    check_can_hide_answer,
    check_can_keep_stops,
    check_can_propose_stop,
)
from cases.models import Case

_REPORTED = "別々の機関の三人から通報があったため、事務局が確認するまで見えなくしました。"
_LOOKED_AT = "はじめて書かれたものを確認しました。これからは、すぐに表示されます。"


@transaction.atomic
def save_answer(*, by: User, stop: ReadingStop, text: str, reason: str, shown_as: str) -> ReadingAnswer:
    """Keep what the person would have asked, or say it otherwise. A newcomer's first that others shall read waits for staff's look.

    The same again, also by a double press, is once.
    """
    check_can_answer(by)
    # Whoever answers here at the same moment waits, so that nobody answers twice.
    ReadingStop.objects.select_for_update().get(pk=stop.pk)
    answer = ReadingAnswer.objects.filter(stop=stop, author=by).first()
    if answer and (answer.text, answer.reason, answer.shown_as) == (text, reason, shown_as):
        return answer
    if answer is None:
        answer = ReadingAnswer(stop=stop, author=by, organisation=by.organisation)
    else:
        check_can_change_answer(by, answer)
        answer.edited_at = timezone.now()
    answer.text, answer.reason, answer.shown_as = text, reason, shown_as
    waits = shown_as != ShownAs.SELF and answer.held_at is None and _is_first_of(by)
    if waits:
        answer.held_at = timezone.now()
    answer.save()
    if waits and not _waiting_looks(answer).exists():
        put_in_queue(answer, Origin.FIRST_POST)
    check_links(by, f"{text}\n{reason}")
    check_limit(by, "reading_answer")
    return answer


@transaction.atomic
def delete_answer(*, by: User, answer: ReadingAnswer) -> None:
    """Take one's own back for good. Twice is once."""
    current = ReadingAnswer.objects.select_for_update().filter(pk=answer.pk).first()
    if current is None:
        return
    check_can_change_answer(by, current)
    _waiting_looks(current).update(state=ReportState.DONE, outcome=Outcome.KEPT, closed_at=timezone.now())
    current.delete()
    check_limit(by, "reading_answer")


@transaction.atomic
def hide_answer(*, by: User, target: ReadingAnswer, reason: str) -> None:
    """Take an answer out of everybody's sight but its writer's and staff's. Twice is once."""
    check_can_hide_answer(by)
    current = _locked(target)
    if current.is_hidden:
        return
    current.hidden_at, current.hidden_reason = timezone.now(), reason
    current.save(update_fields=["hidden_at", "hidden_reason"])
    _tell_writer(current, by=by, verb="非表示にした", reason=reason)


@transaction.atomic
def show_answer_again(*, by: User, target: ReadingAnswer, reason: str) -> None:
    """Bring a hidden answer back."""
    check_can_hide_answer(by)
    current = _locked(target)
    if not current.is_hidden:
        return
    current.hidden_at, current.hidden_reason = None, ""
    current.save(update_fields=["hidden_at", "hidden_reason"])
    _tell_writer(current, by=by, verb="表示に戻した", reason=reason)


@transaction.atomic
def release_answer(*, by: User, target: ReadingAnswer, reason: str = _LOOKED_AT) -> None:
    """Staff looked at a held answer and let everybody read it. Twice is once."""
    check_can_hide_answer(by)
    current = _locked(target)
    if current.held_at is None:
        return
    current.held_at = None
    current.save(update_fields=["held_at"])
    _tell_writer(current, by=by, verb="確認して表示した", reason=reason)


@transaction.atomic
def hold_reported_answer(target: ReadingAnswer) -> None:
    """Three independent reports: out of sight until staff looked at it. The writer learns of it. Twice is once."""
    current = _locked(target)
    if current.held_at or current.is_hidden:
        return
    current.held_at = timezone.now()
    current.save(update_fields=["held_at"])
    verb = "確認するまで見えなくした"
    decision = record_decision(by=None, actor="自動（通報）", target=current, verb=verb, reason=_REPORTED)
    tell(person=current.author, decision=decision, target=current)


@transaction.atomic
def propose_stop(*, by: User, case: Case, episode_key: uuid.UUID, title: str, scene: str) -> ReadingStop:
    """The people who wrote a case propose to practise on one of its dialogues; staff decide. Proposed twice it is once."""
    check_can_propose_stop(by, case)
    Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if (stop := ReadingStop.objects.filter(case=case, episode_key=episode_key).first()) is not None:
        if stop.state != StopState.PROPOSED:
            raise Refused("この対話については、もう事務局が決めています。別の対話を選ぶか、お問い合わせください。")
        stop.title, stop.scene = title, scene
        stop.save(update_fields=["title", "scene"])
    else:
        stop = ReadingStop.objects.create(
            case=case, episode_key=episode_key, title=title, scene=scene, state=StopState.PROPOSED, is_from_team=True
        )
    check_limit(by, "reading_stop")
    return stop


@transaction.atomic
def keep_stop(*, by: User, stop: ReadingStop) -> ReadingStop:
    """Save a stop as staff wrote it. A changed state is a decision: it is recorded, and who proposed the dialogue learns of it."""
    check_can_keep_stops(by)
    before = ReadingStop.objects.select_for_update(of=("self",)).filter(pk=stop.pk).first()
    stop.save()
    if before is None or stop.state not in (before.state, StopState.PROPOSED):
        is_shown = stop.state == StopState.SHOWN
        verb = "読む演習に出した" if is_shown else "読む演習に出さないことにした"
        decision = record_decision(by=by, target=stop, verb=verb, reason=stop.note or "事務局の判断")
        if stop.is_from_team:
            tell(person=stop.case.author, decision=decision, target=stop if is_shown else stop.case)
    return stop


def _is_first_of(person: User) -> bool:
    """Whether nobody vouches for the person and nothing of his was read here yet."""
    if person.is_staff or person.is_supporter:
        return False
    return not ReadingAnswer.objects.in_sight().by(person).exists()


def _waiting_looks(answer: ReadingAnswer) -> QuerySet[Report]:
    return Report.objects.open().about(answer).filter(origin=Origin.FIRST_POST)


def _locked(answer: ReadingAnswer) -> ReadingAnswer:
    return ReadingAnswer.objects.select_for_update(of=("self",)).select_related("stop", "author").get(pk=answer.pk)


def _tell_writer(answer: ReadingAnswer, *, by: User, verb: str, reason: str) -> None:
    decision = record_decision(by=by, target=answer, verb=verb, reason=reason)
    if answer.author_id != by.pk:
        tell(person=answer.author, decision=decision, target=answer)
