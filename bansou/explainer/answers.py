"""「役に立ちましたか」: who may answer and read the answers, what is kept of one, and what staff see of all."""

import uuid
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Max, Q, QuerySet

from accounts.audiences import Person
from accounts.models import User
from accounts.refusals import Refused
from bansou.explainer.models import ExplainerPage, PageAnswer
from bansou.moderation.limits import check_limit


@dataclass(frozen=True)
class AnswersOfPage:
    """How many readers of a page said yes and no, and how many told why."""

    page: ExplainerPage
    yes: int
    no: int
    reasons: int


def check_can_read_answers(user: Person) -> None:
    """Staff who write pages."""
    if not (user.is_authenticated and user.has_perm("explainer.view_pageanswer")):
        raise Refused("読んだ方の声を見られるのは、編集担当の職員です。")


def check_can_erase_reason(user: Person) -> None:
    """Staff who write pages: somebody may have written a name."""
    if not (user.is_authenticated and user.has_perm("explainer.change_pageanswer")):
        raise Refused("理由を消せるのは、編集担当の職員です。")


@transaction.atomic
def answer_page(*, by: Person, page: ExplainerPage, is_helpful: bool, reason: str, submission_key: uuid.UUID) -> PageAnswer:
    """Keep what a reader said of a page, on a day and without him. `by` is only counted; a visitor counts at the door.

    The same form sent twice is one answer. Raises Refused where the person answered too often.
    """
    said = {"page": page, "is_helpful": is_helpful, "reason": reason}
    answer, is_new = PageAnswer.objects.get_or_create(submission_key=submission_key, defaults=said)
    if is_new and by.is_authenticated:
        check_limit(by, "page_answer")
    return answer


def erase_reason(*, by: User, answer: PageAnswer) -> None:
    """Take the words away, because they name somebody or hurt; the answer goes on counting."""
    check_can_erase_reason(by)
    answer.reason = ""
    answer.save(update_fields=["reason"])


def answers_by_page() -> list[AnswersOfPage]:
    """Every page that was answered, the one with the latest answer first; one query."""
    pages = (
        ExplainerPage.objects.for_links()
        .annotate(
            yes=Count("answers", filter=Q(answers__is_helpful=True)),
            no=Count("answers", filter=Q(answers__is_helpful=False)),
            reasons=Count("answers", filter=~Q(answers__reason="")),
            latest=Max("answers__pk"),
        )
        .filter(latest__isnull=False)
        .order_by("-latest")
    )
    return [AnswersOfPage(page, page.yes, page.no, page.reasons) for page in pages]


def reasons_of(page_id: int | None) -> "QuerySet[PageAnswer]":
    """The answers with a reason, of one page or of all, the newest first, each with the title of its page."""
    answers = PageAnswer.objects.exclude(reason="").select_related("page").defer("page__body", "page__sources")
    return (answers.filter(page_id=page_id) if page_id else answers).order_by("-pk")
