"""Writing cases on the site: form, preview, submitting, my cases, taking one out of sight."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import person_of, signed_in
from accounts.refusals import Refused, reason_against
from bansou.forms.parking import parked_text, parks_typed_text
from cases import actions
from cases.answers import Rows
from cases.forms import CaseForm, EpisodeFormSet, EpisodeFormSetBase, WithdrawForm
from cases.models import Case
from cases.page import preview_context
from cases.permissions import (
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
    context = {
        "cases": sorted(cases, key=lambda case: not case.waits_for_author),
        "write_refused": reason_against(check_can_write, request.user),
        "breadcrumb": [("マイページ", "/me/"), ("私の事例", "")],
    }
    return render(request, "cases/case_mine.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@parks_typed_text
def case_new(request: HttpRequest) -> HttpResponse:
    """Write a new case."""
    if request.method != "POST":
        check_can_write(request.user)
    form, episodes = _bound(request, initial={}, rows=[])
    if request.method == "POST" and _both_valid(form, episodes):
        try:
            case = actions.start_case(
                by=person_of(request), answers=form.cleaned_data, rows=_rows(form, episodes), submission_key=form.submission_key
            )
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            return _saved(request, case)
    return _form_page(request, form, episodes, breadcrumb=[CASES, ("事例を書く", "")])


@require_http_methods(["GET", "HEAD", "POST"])
@parks_typed_text
def case_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Write on. Somebody else's case does not exist here."""
    case = get_object_or_404(Case.objects.of_team(request.user), pk=pk)
    if request.method != "POST":
        check_can_edit(request.user, case)
    version = actions.latest_version(case)
    form, episodes = _bound(
        request, initial=CaseForm.values_of(version), rows=EpisodeFormSetBase.values_of(version), case=version
    )
    theirs = None
    if request.method == "POST" and _both_valid(form, episodes):
        try:
            version = actions.edit_case(
                case=case, by=person_of(request), answers=form.cleaned_data, rows=_rows(form, episodes),
                based_on=form.cleaned_data.get("based_on") or 0,
            )  # fmt: skip
            return _saved(request, version)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        except actions.EditConflict as conflict:
            theirs = conflict.theirs
            # The next press knows the other version and replaces it on purpose.
            form.data = form.data.copy()
            form.data["based_on"] = str(theirs.latest_revision_id)
    return _form_page(
        request, form, episodes, case=case, version=version, theirs=theirs, breadcrumb=[CASES, MINE, ("書き直す", "")]
    )


@require_safe
@signed_in
def case_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The latest version as its page will look, with what is missing, and the button to submit."""
    case = _drafted(request, pk)
    version = actions.latest_version(case)
    context = {
        **preview_context(version, request.user, asked=request.GET.get("as", ""), wall=request.GET.get("wall", "")),
        "case": case,
        "is_of_team": case.is_team(request.user),
        "version": version,
        "status": case.status,
        "missing": missing_for_review(version),
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


def _bound(request: HttpRequest, *, initial: dict[str, Any], rows: list[dict[str, Any]], case: Case | None = None) -> Any:
    """Form and formset: filled from the POST, from text that was parked while signed out, or from the case."""
    typed = request.POST if request.method == "POST" else parked_text(request)
    files = request.FILES if request.method == "POST" else None
    has_picture = bool(case and case.picture_id)
    form = CaseForm(typed, files, initial=initial, person=request.user, has_picture=has_picture)
    episodes = EpisodeFormSet(typed, initial=rows, prefix="episodes")
    return form, episodes


def _both_valid(form: CaseForm, episodes: EpisodeFormSetBase) -> bool:
    """Ask both, so that all errors show at once."""
    return all([form.is_valid(), episodes.is_valid()])


def _rows(form: CaseForm, episodes: EpisodeFormSetBase) -> Rows:
    return {"episodes": episodes.rows(), "walls": form.wall_rows()}


def _form_page(request: HttpRequest, form: CaseForm, episodes: EpisodeFormSetBase, **context: Any) -> HttpResponse:
    refused = request.method == "POST" and (form.errors or episodes.total_error_count() or context.get("theirs"))
    context |= {"form": form, "episodes": episodes, "comment": context["case"].return_comment if context.get("case") else ""}
    return render(request, "cases/case_edit.html", context, status=422 if refused else 200)


def _saved(request: HttpRequest, case: Case) -> HttpResponse:
    if "go_on" in request.POST:
        messages.success(request, "下書きを保存しました。")
        return redirect("cases:edit", pk=case.pk)
    messages.success(request, "下書きを保存しました。読む人にどう見えるかを確かめてください。")
    return redirect("cases:preview", pk=case.pk)
