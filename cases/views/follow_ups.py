"""The page where the team tells how the company is, 3, 6, 12 and 24 months after the support."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import person_of, signed_in
from accounts.refusals import Refused, reason_against
from bansou.forms.parking import parked_text, parks_typed_text
from bansou.notifications.reading import saw
from cases import follow_up_actions
from cases.follow_up_forms import FollowUpForm
from cases.models import FollowUp
from cases.permissions import (
    check_can_recall_follow_up,
    check_can_send_follow_up,
    check_can_withdraw_follow_up,
    check_can_write_follow_up,
)

MINE = ("私の事例", "/cases/mine/")


@require_http_methods(["GET", "HEAD", "POST"])
@parks_typed_text
def follow_up(request: HttpRequest, pk: int, months: int) -> HttpResponse:
    """Two questions; kept as a draft or sent. What was never asked does not exist."""
    row = _asked(request, pk, months)
    saw(request, row.thread)
    typed = request.POST if request.method == "POST" else parked_text(request)
    send = "send" in request.POST
    form: Any = FollowUpForm(typed, initial=FollowUpForm.values_of(row), person=request.user, sends=send)
    theirs = None
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("text", "self_running", "based_on")}
        try:
            row = follow_up_actions.answer_follow_up(follow_up=row, by=person_of(request), send=send, **values)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        except follow_up_actions.FollowUpConflict as conflict:
            theirs = conflict.theirs
            # The next press knows the other answer and replaces it on purpose.
            form.data = form.data.copy()
            form.data["based_on"] = theirs.edited_at.isoformat() if theirs.edited_at else ""
        else:
            messages.success(request, _SENT if send else "下書きを保存しました。")
            return redirect(row)
    context = _context(request, row) | {"form": form, "theirs": theirs}
    return render(request, "cases/follow_up.html", context, status=422 if request.method == "POST" else 200)


_SENT = "お送りいただき、ありがとうございます。事務局が確認したあと、事例のページに載ります。"


@require_POST
@signed_in
def follow_up_recall(request: HttpRequest, pk: int, months: int) -> HttpResponse:
    """Take an answer back from staff."""
    row = _asked(request, pk, months)
    try:
        follow_up_actions.recall_follow_up(follow_up=row, by=person_of(request))
    except Refused as refusal:
        messages.warning(request, refusal.reason)
    else:
        messages.success(request, "取り下げました。続きを書けます。")
    return redirect(row)


@require_POST
@signed_in
def follow_up_withdraw(request: HttpRequest, pk: int, months: int) -> HttpResponse:
    """Take a published answer off the page of the case; the words stay as a draft."""
    row = _asked(request, pk, months)
    try:
        follow_up_actions.withdraw_follow_up(follow_up=row, by=person_of(request), reason="")
    except Refused as refusal:
        messages.warning(request, refusal.reason)
    else:
        messages.success(request, "公開をやめました。文章は下書きに残っています。")
    return redirect(row)


def _asked(request: HttpRequest, pk: int, months: int) -> FollowUp:
    rows = FollowUp.objects.of_team(request.user).select_related("case__author")
    row: FollowUp = get_object_or_404(rows, case_id=pk, months=months)
    return row


def _context(request: HttpRequest, row: FollowUp) -> dict[str, Any]:
    return {
        "follow_up": row,
        "case": row.case,
        "write_refused": reason_against(check_can_write_follow_up, request.user, row),
        "send_refused": reason_against(check_can_send_follow_up, request.user, row),
        "recall_refused": reason_against(check_can_recall_follow_up, request.user, row),
        "withdraw_refused": reason_against(check_can_withdraw_follow_up, request.user, row),
        "breadcrumb": [MINE, (f"その後（{row.get_months_display()}）", "")],
    }
