"""Reports by anybody, and what else waits for a look; three independent ones take a post out of sight."""

import uuid

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone

from accounts.audiences import Person
from accounts.models import User
from accounts.refusals import Refused
from bansou.moderation.actions.recording import record_decision
from bansou.moderation.limits import check_limit
from bansou.moderation.models import Origin, Outcome, Reason, Report, ReportState
from bansou.moderation.permissions import check_can_keep_queue
from bansou.moderation.reportables import reportable_of
from bansou.notifications.actions import tell

#: So many organisations must have spoken, by verified supporters, before a post is out of sight without anybody of staff.
INDEPENDENT_REPORTS = 3
#: What staff may always choose: nothing is to be done, or it was done elsewhere.
KEEP, DONE = "keep", "done"


@transaction.atomic
def report(
    *, by: Person, reason: Reason, text: str, submission_key: uuid.UUID, target: Model | None = None, address: str = "",
    is_suspect: bool = False,
) -> Report:  # fmt: skip
    """Tell staff of something. `by` may be a visitor; whoever is signed in and reports a thing twice gets his first report.

    `is_suspect`: nothing shows that a person sent it. It waits, and takes nothing out of sight.
    """
    reporter = by if isinstance(by, User) else None
    if reporter and target is not None and (open_one := _open_report(reporter, target)):
        return open_one
    entry = Report(
        reason=reason, text=text, address=address, reporter=reporter, submission_key=submission_key,
        organisation=reporter.organisation if reporter and reporter.is_supporter else None,
        state=ReportState.SUSPECT if is_suspect else ReportState.WAITING,
    )  # fmt: skip
    _name_target(entry, target)
    try:
        with transaction.atomic():
            entry.save(force_insert=True)
    except IntegrityError:
        if made_before := _made_before(entry, target):
            return made_before
        raise
    if reporter:
        check_limit(reporter, "report")
    if target is not None:
        _hold_what_three_reported(target)
    return entry


def put_in_queue(target: Model, origin: Origin) -> Report:
    """Have staff look at something that nobody reported. Call it in the transaction of the write."""
    entry = Report(origin=origin, submission_key=uuid.uuid4())
    _name_target(entry, target)
    entry.save(force_insert=True)
    return entry


@transaction.atomic
def decide(*, by: User, report: Report, act: str, reason: str, answer: str = "") -> None:
    """Do what staff chose about an entry: one of its thing's acts, KEEP or DONE. `answer` is for whoever sent it.

    It closes all open reports of the same thing; answers to notices are each closed for itself. Twice is refused.
    """
    check_can_keep_queue(by)
    current = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if current.is_done:
        raise Refused("ほかの職員が、先に確認しています。")
    target = current.target
    entry = reportable_of(target) if target is not None else None
    acts = entry.acts(target) if entry else {}
    if act in acts:
        acts[act][1](by=by, target=target, reason=reason)
    outcome = Outcome.KEPT if act in (KEEP, "release") else Outcome.ACTED
    _close(current, by=by, outcome=outcome, answer=answer)
    record_decision(by=by, target=current, verb=f"{current.get_origin_display()}を確認した", reason=f"{outcome.label}：{reason}")


def _close(report: Report, *, by: User, outcome: Outcome, answer: str) -> None:
    same = Report.objects.filter(pk=report.pk)
    if report.object_id is not None and report.origin != Origin.ANSWER:
        same |= Report.objects.filter(content_type=report.content_type, object_id=report.object_id).exclude(origin=Origin.ANSWER)
    closed = list(same.open().values_list("pk", flat=True))
    Report.objects.filter(pk__in=closed).update(
        state=ReportState.DONE, outcome=outcome, answer=answer, closed_at=timezone.now(), closed_by=by
    )
    for entry in Report.objects.filter(pk__in=closed, reporter__isnull=False).select_related("reporter"):
        _tell_reporter(entry, by=by)


def _tell_reporter(entry: Report, *, by: User) -> None:
    """Whoever wrote an answer hears of it on the page of the notice, whoever reported something on that of his receipt."""
    assert entry.reporter is not None
    event, thread = "report_decided", f"report:{entry.pk}"
    if entry.notice_id:
        event, thread = "answer_decided", f"decision:{entry.notice_id}"
    tell(event, target_id=entry.pk, thread=thread, by=by, to=[entry.reporter])


def _open_report(reporter: User, target: Model) -> Report | None:
    return Report.objects.open().about(target).filter(origin=Origin.REPORT, reporter=reporter).first()


def _made_before(entry: Report, target: Model | None) -> Report | None:
    """What a parallel press of the same button, or the same person in another window, sent."""
    if sent := Report.objects.filter(submission_key=entry.submission_key, reporter=entry.reporter).first():
        return sent
    return _open_report(entry.reporter, target) if entry.reporter and target is not None else None


def _name_target(entry: Report, target: Model | None) -> None:
    if target is None:
        return
    entry.content_type, entry.object_id = ContentType.objects.get_for_model(target), target.pk
    entry.target_name = str(target)[:200]
    entry.address = target.get_absolute_url()  # type: ignore[attr-defined]


def _hold_what_three_reported(target: Model) -> None:
    entry = reportable_of(target)
    if entry is None or entry.hold is None:
        return
    # Those who report the same thing at this moment wait here, so that the third of them counts three.
    type(target)._default_manager.select_for_update(of=("self",)).get(pk=target.pk)
    author = entry.author(target)
    trusted = Report.objects.about(target).filter(origin=Origin.REPORT, state=ReportState.WAITING, organisation__isnull=False)
    if author is not None:
        trusted = trusted.exclude(reporter=author)
    if trusted.values("organisation").distinct().count() >= INDEPENDENT_REPORTS:
        entry.hold(target)
