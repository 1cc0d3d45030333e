"""Writes about requests to belong: ask, take back, decide, open and delete the paper."""

import datetime
import uuid
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from accounts.actions.belonging import confirm_membership
from accounts.models import BelongingPaper, BelongingRequest, Organisation, RequestState, User
from accounts.models.belonging import PAPER_DAYS
from accounts.papers import OpenedPaper, keep_paper, opened
from accounts.permissions import check_can_ask, check_can_decide
from accounts.refusals import Refused
from accounts.rooms_above import check_limit, record_decision, tell_people


@transaction.atomic
def ask_to_belong(
    *, by: User, organisation: Organisation | None, words: dict[str, str], note: str,
    paper: "UploadedFile[bytes] | None", submission_key: uuid.UUID,
) -> BelongingRequest:  # fmt: skip
    """Ask staff. `words` (name, organisation_type, prefecture) describe an organisation that is not in the list, else it is empty.

    Once more with the same `submission_key` gives what the first press asked.
    """
    User.objects.select_for_update().get(pk=by.pk)
    asked = BelongingRequest.objects.filter(submission_key=submission_key, user=by).first()
    if asked:
        return asked
    check_can_ask(by, organisation)
    check_limit(by, "belonging")
    request = BelongingRequest.objects.create(
        user=by, organisation=organisation, note=note, submission_key=submission_key, **({} if organisation else words)
    )
    if paper is not None:
        keep_paper(request, paper)
    return request


@transaction.atomic
def withdraw_request(*, request: BelongingRequest, by: User) -> None:
    """The person takes his request back; its paper is deleted at once. Once more changes nothing."""
    assert request.user_id == by.pk
    check_limit(by, "belonging")
    waiting = BelongingRequest.objects.waiting().filter(pk=request.pk)
    if waiting.update(state=RequestState.WITHDRAWN, decided_at=timezone.now()):
        BelongingPaper.objects.filter(request=request).delete()


@transaction.atomic
def grant_request(*, request: BelongingRequest, by: User, organisation: Organisation) -> None:
    """Staff confirm that the person belongs to the organisation. Raises Refused where somebody has decided already."""
    request = _locked(request)
    check_can_decide(by, request)
    if not organisation.is_verified:
        raise Refused("確認済みの支援機関を選んでください。")
    _decide(request, by, RequestState.GRANTED, organisation=organisation)
    confirm_membership(user=request.user, organisation=organisation, by=by)


@transaction.atomic
def refuse_request(*, request: BelongingRequest, by: User, reason: str) -> None:
    """Staff could not confirm it; the person reads why and what he can do. Raises Refused where somebody has decided already."""
    request = _locked(request)
    check_can_decide(by, request)
    _decide(request, by, RequestState.REFUSED, reason=reason)
    record_decision(by=by, target=request.user, verb="所属を確認できなかった", reason=f"{request.where}：{reason}")
    tell_people("belonging_refused", to=[request.user], target_id=request.pk, thread=f"belonging_request:{request.pk}", by=by)


@transaction.atomic
def enter_organisation(*, request: BelongingRequest, by: User) -> Organisation:
    """The organisation that a request describes, as a verified one of the list; one of that name and prefecture is taken as it is."""
    check_can_decide(by, request)
    values = {"organisation_type": request.organisation_type, "is_verified": True}
    organisation, is_new = Organisation.objects.get_or_create(name=request.name, prefecture=request.prefecture, defaults=values)
    if is_new:
        record_decision(by=by, target=organisation, verb="支援機関を登録した", reason="所属の申し込みから")
    return organisation


@transaction.atomic
def open_paper(*, request: BelongingRequest, by: User) -> OpenedPaper:
    """The paper, for staff who decide. That they looked is recorded. Raises Refused where there is none."""
    if not by.has_perm("accounts.change_belongingrequest"):
        raise Refused("書類を開けるのは、登録担当です。")
    paper = BelongingPaper.objects.filter(request=request).first()
    if paper is None:
        raise Refused("この申し込みには、書類がありません。")
    record_decision(by=by, target=request.user, verb="所属の書類を見た", reason=f"{request.where}への所属の確認")
    return opened(paper)


def drop_old_papers() -> int:
    """Delete the papers of requests that were decided 90 days ago; returns how many."""
    since = timezone.now() - datetime.timedelta(days=PAPER_DAYS)
    return BelongingPaper.objects.filter(request__decided_at__lte=since).delete()[0]


def _locked(request: BelongingRequest) -> BelongingRequest:
    rows = BelongingRequest.objects.select_for_update(of=("self",)).select_related("user", "organisation")
    return rows.get(pk=request.pk)


def _decide(request: BelongingRequest, by: User, state: str, **values: Any) -> None:
    changed = {"state": state, "decided_at": timezone.now(), "decided_by": by} | values
    for name, value in changed.items():
        setattr(request, name, value)
    request.save(update_fields=list(changed))
