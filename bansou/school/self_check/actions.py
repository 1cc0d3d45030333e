"""Every write of a self-check, and the filling of its items."""

import datetime
import tomllib
import uuid
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from accounts.models import User
from bansou.moderation.limits import check_limit
from bansou.school.models import CheckItem, SelfCheck
from bansou.school.models.self_check import Answers
from bansou.school.sealing import reseal

#: How long an unfinished one waits.
STALE_AFTER = datetime.timedelta(days=180)
ITEMS = Path(__file__).with_name("items.toml")


@transaction.atomic
def write_check_items() -> None:
    """Add the items of items.toml that the site does not have yet; staff's words stay. Raises ValidationError with the item's code."""
    known = set(CheckItem.objects.values_list("code", flat=True))
    for position, values in enumerate(tomllib.loads(ITEMS.read_text(encoding="utf-8"))["items"], start=1):
        if values["code"] in known:
            continue
        item = CheckItem(position=position, **values)
        try:
            item.full_clean()
        except Exception as error:
            error.add_note(f"in item {values['code']}")
            raise
        item.save()


@sensitive_variables()
@transaction.atomic
def keep_answers(*, by: User, answers: Answers, submission_key: uuid.UUID) -> None:
    """Keep what the person has come to so far, besides what he answered before. Once the form is finished, what arrives late is dropped.

    Raises Refused where it is too often.
    """
    if not answers:
        return
    _queue_up(by)
    if SelfCheck.objects.of(by).filter(submission_key=submission_key).exists():
        return
    _kept(by, answers)
    check_limit(by, "self_check")


@sensitive_variables()
@transaction.atomic
def finish_self_check(*, by: User, answers: Answers, submission_key: uuid.UUID) -> SelfCheck:
    """Make a result of the answers; the same form sent twice is one result. Raises Refused where it is too often."""
    _queue_up(by)
    if (done := SelfCheck.objects.of(by).filter(submission_key=submission_key).first()) is not None:
        return done
    check = _kept(by, answers)
    check.finished_at, check.submission_key = timezone.now(), submission_key
    check.save(update_fields=["finished_at", "submission_key"])
    check_limit(by, "self_check")
    return check


@transaction.atomic
def drop_self_check(*, check: SelfCheck, by: User) -> None:
    """Delete one of the person's own, finished or not. Raises Refused where it is too often."""
    SelfCheck.objects.of(by).filter(pk=check.pk).delete()
    check_limit(by, "self_check")


def drop_stale_self_checks() -> None:
    """Delete what was begun half a year ago and never finished: it is about other months. For the daily run."""
    SelfCheck.objects.unfinished().filter(started_at__lt=timezone.now() - STALE_AFTER).delete()


def reseal_self_checks() -> int:
    """Seal all answers anew with the first key of settings.SELF_CHECK_KEYS, a row at a time; how many. May run while the site runs, and twice."""
    done = 0
    for pk in SelfCheck.objects.values_list("pk", flat=True).iterator():
        with transaction.atomic():
            check = SelfCheck.objects.select_for_update().filter(pk=pk).first()
            if check is not None:
                check.sealed = reseal(check.sealed)
                check.save(update_fields=["sealed"])
                done += 1
    return done


def _queue_up(person: User) -> None:
    """Of two requests of one person the second waits for the first: a late "keep" must not begin a new self-check behind the finished one."""
    User.objects.select_for_update(no_key=True).only("pk").get(pk=person.pk)


@sensitive_variables()
def _kept(person: User, answers: Answers) -> SelfCheck:
    """The unfinished one with these answers besides those that it has. One that no key opens begins anew."""
    check = SelfCheck.objects.of(person).unfinished().first() or SelfCheck(person=person)
    check.seal(check.answers_or_none | answers, list(CheckItem.objects.values_list("code", flat=True)))
    check.save()
    return check
