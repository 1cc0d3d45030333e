"""What an author does with a case besides writing it: my cases, preview, submitting, taking one out of sight."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import person_of, signed_in
from accounts.refusals import Refused, reason_against
from cases import actions
from cases.anonymity.checking import undecided
from cases.drafting import drafts_of_new_cases, unsaved_steps
from cases.forms.withdrawal import WithdrawForm
from cases.models import Case
from cases.page import preview_context
from cases.permissions import (
    Need,
    check_can_edit,
    check_can_recall,
    check_can_see_draft,
    check_can_submit,
    check_can_withdraw,
    check_can_write,
    missing_for_review,
)

CASES = ("事例", "/cases/")
MINE = ("私の事例", "/cases/mine/")


@require_safe
@signed_in
def case_mine(request: HttpRequest) -> HttpResponse:
    """The cases that the person wrote or joined, with their states and his part, the ones that wait for the team first."""
    cases = Case.objects.of_team(request.user).with_states().with_own_role(person_of(request))
    unsaved = unsaved_steps(request.user)
    context = {
        "cases": [
            {"case": case, "unsaved": unsaved.get(case.pk)} for case in sorted(cases, key=lambda case: not case.waits_for_author)
        ],
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
    version = actions.latest_version(case)
    missing = missing_for_review(version)
    left = undecided(version)
    context = {
        **preview_context(version, request.user, asked=request.GET.get("as", ""), wall=request.GET.get("wall", "")),
        "case": case,
        "is_of_team": case.is_team(request.user),
        "version": version,
        "status": case.status,
        "missing": missing,
        "is_author": case.is_author(request.user),
        "undecided": left,
        "open_marks": next((entry.how_many for entry in left if entry.anchor == "marks"), 0),
        "missing_by_need": [(need, [entry for entry in missing if entry.need == need]) for need in Need],
        "submit_refused": reason_against(check_can_submit, request.user, version),
        "edit_refused": reason_against(check_can_edit, request.user, case),
        "recall_refused": reason_against(check_can_recall, request.user, case),
        "withdraw_refused": reason_against(check_can_withdraw, request.user, case),
        "comment": case.return_comment,
        "breadcrumb": [CASES, MINE, (version.title, "")],
    }
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
    cases = Case.objects.all() if request.user.is_staff else Case.objects.of_team(request.user)
    case = get_object_or_404(cases, pk=pk)
    check_can_withdraw(request.user, case)
    form = WithdrawForm(request.POST or None, person=request.user)
    if form.is_valid():
        actions.withdraw_case(case=case, by=person_of(request), reason=form.cleaned_data["reason"])
        messages.success(request, "公開をやめました。一覧、検索からも外れています。")
        return redirect("cases:mine" if case.is_team(request.user) else "cases:list")
    context = {"form": form, "case": case, "breadcrumb": [CASES, (case.title, case.get_absolute_url()), ("公開をやめる", "")]}
    return render(request, "cases/case_withdraw.html", context, status=422 if form.errors else 200)


def _own(request: HttpRequest, pk: int) -> Case:
    case: Case = get_object_or_404(Case.objects.of_team(request.user), pk=pk)
    return case


def _drafted(request: HttpRequest, pk: int) -> Case:
    """The case whose draft the person may see, or 404."""
    case: Case = get_object_or_404(Case, pk=pk)
    if reason_against(check_can_see_draft, request.user, case):
        raise Http404
    return case
