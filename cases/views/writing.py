"""What an author does with a case besides writing it: my cases, preview, submitting, taking one out of sight."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import person_of, signed_in, staff_only
from accounts.refusals import Refused, reason_against
from bansou.notifications.reading import saw
from cases import actions, withdrawal_actions
from cases.anonymity.checking import undecided
from cases.consent_forms import RestoreForm
from cases.consents import confirmation_of, uncovered
from cases.drafting import drafts_of_new_cases, unsaved_steps
from cases.forms.withdrawal import WithdrawForm
from cases.models import Case, ReviewRound
from cases.page import preview_context
from cases.permissions import (
    Need,
    check_can_edit,
    check_can_recall,
    check_can_reopen,
    check_can_restore,
    check_can_see_draft,
    check_can_submit,
    check_can_withdraw,
    check_can_write,
    missing_for_review,
)
from cases.record import ROW_KINDS, step_of
from cases.review_actions import comments_of_last_return, usual_wait

CASES = ("事例", "/cases/")
MINE = ("私の事例", "/cases/mine/")


@require_safe
@signed_in
def case_mine(request: HttpRequest) -> HttpResponse:
    """The cases that the person wrote or joined, with their states and his part, the ones that wait for the team first."""
    cases = Case.objects.of_team(request.user).with_states().with_own_role(person_of(request))
    unsaved, places = unsaved_steps(request.user), ReviewRound.objects.open().places()
    context = {
        "cases": [
            {"case": case, "unsaved": unsaved.get(case.pk), "place": places.get(case.pk)}
            for case in sorted(cases, key=lambda case: not case.waits_for_author)
        ],
        "wait": usual_wait(),
        "new_drafts": drafts_of_new_cases(request.user),
        "write_refused": reason_against(check_can_write, request.user),
        "breadcrumb": [("マイページ", "/me/"), ("私の事例", "")],
    }
    return render(request, "cases/case_mine.html", context)


@require_safe
@signed_in
def case_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The latest version as its page will look, with what is missing, and the button to submit."""
    case = _drafted(request, pk)
    saw(request, f"case:{pk}")
    version = actions.latest_version(case)
    missing = missing_for_review(version)
    recall_refused = reason_against(check_can_recall, request.user, case)
    context = {
        **preview_context(version, request.user, asked=request.GET.get("as", ""), wall=request.GET.get("wall", "")),
        "case": case,
        "is_of_team": case.is_team(request.user),
        "version": version,
        "missing": missing,
        "is_author": case.is_author(request.user),
        "undecided": undecided(version),
        "missing_by_need": [(need, [entry for entry in missing if entry.need == need]) for need in Need],
        "submit_refused": reason_against(check_can_submit, request.user, version, missing=missing),
        "edit_refused": reason_against(check_can_edit, request.user, case),
        "recall_refused": recall_refused,
        "withdraw_refused": reason_against(check_can_withdraw, request.user, case),
        "reopen_refused": reason_against(check_can_reopen, request.user, case),
        "uncovered": uncovered(version),
        "confirmation": confirmation_of(case),
        "superior_link": case.superior_links.first(),
        "comment": case.return_comment,
        "comments": _asked(case),
        "breadcrumb": [CASES, MINE, (version.title, "")],
    }
    if not recall_refused:  # it waits: only then does the page say where and how long
        context |= {"place": ReviewRound.objects.open().places().get(case.pk), "wait": usual_wait()}
    return render(request, "cases/case_preview.html", context)


@require_POST
@signed_in
def case_submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand the latest version to staff."""
    case = _own(request, pk)
    try:
        actions.submit_case(case=case, by=person_of(request))
    except Refused as refusal:
        # Also the second press of a double click: the page shows how the case stands now.
        messages.warning(request, refusal.reason)
    else:
        messages.success(request, "審査に出しました。結果はメールでお知らせします。審査の間は編集できません。")
    return redirect("cases:preview", pk=pk)


@require_POST
@signed_in
def case_recall(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a submitted case back."""
    actions.recall_case(case=_own(request, pk), by=person_of(request))
    messages.success(request, "提出を取り消しました。続きを書けます。")
    return redirect("cases:preview", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def case_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a published case out of sight, after one question."""
    cases = Case.objects.in_sight_of_staff() if request.user.is_staff else Case.objects.of_team(request.user)
    case = get_object_or_404(cases, pk=pk)
    check_can_withdraw(request.user, case)
    form = WithdrawForm(request.POST or None, person=request.user)
    if form.is_valid():
        actions.withdraw_case(case=case, by=person_of(request), reason=form.cleaned_data["reason"])
        messages.success(request, "公開をやめました。一覧からも、検索からも外れています。")
        return redirect("cases:mine" if case.is_team(request.user) else "cases:list")
    context = {"form": form, "case": case, "breadcrumb": [CASES, (case.title, case.get_absolute_url()), ("公開をやめる", "")]}
    return render(request, "cases/case_withdraw.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def case_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring a withdrawn case back, after one question."""
    case = get_object_or_404(Case.objects.withdrawn().select_related("author"), pk=pk)
    refused = reason_against(check_can_restore, request.user, case)
    form = RestoreForm(request.POST or None, person=request.user)
    if form.is_valid():
        withdrawal_actions.restore_case(case=case, by=person_of(request), reason=form.cleaned_data["reason"])
        messages.success(request, "元に戻しました。一覧にも、検索にも、また出ています。")
        return redirect(case)
    context = {"form": form, "case": case, "refused": refused, "breadcrumb": [("取り下げた事例", ""), (case.title, "")]}
    return render(request, "cases/case_restore.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
def case_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a withdrawn case a draft again."""
    withdrawal_actions.reopen_case(case=_own(request, pk), by=person_of(request))
    messages.success(request, "下書きに戻しました。書き直して、もう一度審査に出せます。")
    return redirect("cases:preview", pk=pk)


def _asked(case: Case) -> list[dict[str, Any]]:
    """What staff asked at fields when they last returned the case, each with the address of its field."""
    asked = []
    for comment in comments_of_last_return(case):
        anchor = f"rows-{comment.name}" if comment.name in ROW_KINDS else f"id_{comment.name}"
        url = reverse("cases:edit_step", args=[case.pk, step_of(comment.name).value])
        asked.append({"comment": comment, "url": f"{url}#{anchor}"})
    return asked


def _own(request: HttpRequest, pk: int) -> Case:
    case: Case = get_object_or_404(Case.objects.of_team(request.user), pk=pk)
    return case


def _drafted(request: HttpRequest, pk: int) -> Case:
    """The case whose draft the person may see, or 404."""
    case: Case = get_object_or_404(Case, pk=pk)
    if reason_against(check_can_see_draft, request.user, case):
        raise Http404
    return case
