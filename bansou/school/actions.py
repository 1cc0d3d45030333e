"""Every write of the path: a lesson done or not, what a browser hands over, the record of learning."""

import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.refusals import Refused
from bansou.moderation.limits import check_limit
from bansou.school.models import Certificate, Done, Lesson, LessonDone
from bansou.school.permissions import check_can_make_certificate, owns
from cases.models import Case
from knowhow.models import Reply


@transaction.atomic
def mark_done(*, by: User, lesson: Lesson) -> None:
    """The person has done the lesson. Twice is once, on the first day."""
    LessonDone.objects.get_or_create(person=by, lesson=lesson)
    check_limit(by, "lesson")


@transaction.atomic
def mark_not_done(*, by: User, lesson: Lesson) -> None:
    """He has not, after all. Records that he made meanwhile stay as they are."""
    LessonDone.objects.filter(person=by, lesson=lesson).delete()
    check_limit(by, "lesson")


@transaction.atomic
def take_over(*, by: User, done: Done) -> int:
    """Add what was done before signing in; returns how many were new. What the person has already keeps its day."""
    known = set(LessonDone.objects.filter(person=by).values_list("lesson", flat=True))
    lessons = Lesson.objects.filter(pk__in=set(done) - known)
    rows = [LessonDone(person=by, lesson=lesson, done_at=done[lesson.pk]) for lesson in lessons]
    LessonDone.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


@transaction.atomic
def make_certificate(
    *, by: User, name: str, with_organisation: bool, with_cases: bool, with_replies: bool, submission_key: uuid.UUID
) -> Certificate:
    """Write down what the person has done until today. The same filled-in form twice gives the same record. Raises Refused."""
    if known := Certificate.objects.filter(person=by, submission_key=submission_key).first():
        return known
    check_can_make_certificate(by)
    certificate = Certificate.objects.create(
        person=by,
        name=name,
        organisation=by.organisation.name if with_organisation and by.organisation else "",
        lessons=_lessons_of(by),
        case_count=case_count(by) if with_cases else None,
        reply_count=reply_count(by) if with_replies else None,
        submission_key=submission_key,
    )
    check_limit(by, "certificate")
    return certificate


@transaction.atomic
def take_back_certificate(*, by: User, certificate: Certificate) -> None:
    """The site confirms it no more. Raises Refused where it is somebody else's."""
    if not owns(by, certificate):
        raise Refused("ご本人だけが取り下げられます。")
    certificate.delete()
    check_limit(by, "certificate")


def case_count(person: User) -> int:
    """The cases of the person that somebody may read today."""
    return Case.objects.published().written_by(person).count()


def reply_count(person: User) -> int:
    """The replies in sight under his own name: those under an alias are nobody's."""
    return Reply.objects.shown().under_own_name().filter(author=person).count()


def _lessons_of(person: User) -> list[dict[str, Any]]:
    return [
        {
            "skill": row.lesson.skill,
            "title": row.lesson.title,
            "done_on": timezone.localdate(row.done_at).isoformat(),
        }
        for row in LessonDone.objects.of(person)
    ]
