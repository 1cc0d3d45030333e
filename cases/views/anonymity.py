"""The check of anonymity, for the team: marks in the texts, what to do about each, the checklist."""

from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import person_of, signed_in
from accounts.refusals import Refused, reason_against
from bansou.forms.parking import parked_text, parks_typed_text
from cases import actions
from cases.anonymity.actions import decide_marks, take_back_kept, tick_checklist
from cases.anonymity.checking import kept_marks, marks_of, ticks_of
from cases.anonymity.combination import combination_of
from cases.anonymity.entries import marked_texts
from cases.forms.anonymity import ChecklistForm, EntryForm, MarksForm
from cases.limits import ENTRIES_AT_MOST
from cases.models import Case
from cases.permissions import check_can_edit
from cases.vocabularies import CheckPoint

MINE = ("私の事例", "/cases/mine/")


class _EntryForms(NamedTuple):
    """The forms of the marked words, as the summary of errors reads a formset."""

    in_order: list[EntryForm]
    row_name: str = "言葉"
    prefix: str = "marks"
    non_form_errors: tuple[str, ...] = ()


@require_http_methods(["GET", "HEAD", "POST"])
@parks_typed_text
def case_anonymity(request: HttpRequest, pk: int) -> HttpResponse:
    """The marks of the latest version with a decision for each. Sent together, they make one new version."""
    case = _of_team(request, pk)
    version = _version_of(case)
    typed = request.POST if request.method == "POST" else parked_text(request)
    form = MarksForm(typed, initial={"based_on": version.latest_revision_id}, person=request.user)
    kept = kept_marks(case)
    texts = marked_texts(marks_of(version), kept)
    open_entries = [entry for text in texts for entry in text.entries if not entry.kept]
    # An entry that the sent page did not have (somebody wrote on meanwhile) stays as it comes.
    sent = {
        entry.key: EntryForm(typed if typed and f"mark-{entry.key}-decision" in typed else None, entry=entry)
        for entry in open_entries[:ENTRIES_AT_MOST]
    }
    refused = reason_against(check_can_edit, request.user, case)
    if request.method == "POST":
        check_can_edit(request.user, case)
        if (
            form.is_valid()
            and all(entry.is_valid() for entry in sent.values() if entry.is_bound)
            and _decided(request, case, form, sent)
        ):
            return redirect("cases:anonymity", pk=pk)
    context = {
        "case": case,
        "version": version,
        "form": form,
        "texts": [
            {"text": text, "entries": [{"entry": entry, "form": sent.get(entry.key)} for entry in text.entries]} for text in texts
        ],
        "open_count": sum(text.open_count for text in texts),
        "entry_forms": [_EntryForms(list(sent.values()))],
        "has_errors": bool(form.errors) or any(entry.errors for entry in sent.values()),
        "has_decisions": bool(sent),
        "more": len(open_entries) - len(sent),
        "combination": combination_of(version),
        "checklist": _checklist(version),
        "edit_refused": refused,
        "breadcrumb": [MINE, (version.title, reverse("cases:preview", args=[pk])), ("匿名化の確認", "")],
    }
    return render(request, "cases/case_anonymity.html", context, status=422 if request.method == "POST" else 200)


def _decided(request: HttpRequest, case: Case, form: MarksForm, sent: dict[str, EntryForm]) -> bool:
    """Whether what was chosen is written; if not, the form says why."""
    chosen = [entry for entry in sent.values() if entry.is_bound and entry.has_decision]
    keep = [entry.keeping for entry in chosen if entry.keeping]
    replace = [entry.replacing for entry in chosen if entry.replacing]
    if not chosen:
        form.add_error(None, "「残す」か「置きかえる」を、一つ以上選んでください。")
        return False
    try:
        decide_marks(case=case, by=person_of(request), keep=keep, replace=replace, based_on=form.cleaned_data["based_on"])
    except Refused as refusal:
        form.add_error(None, refusal.reason)
        return False
    except actions.EditConflict as conflict:
        names = "、".join(difference.label for difference in conflict.differences)
        form.add_error(
            None,
            f"この画面を開いたあとで、ほかの方が「{names}」を書き直しました。いまの文章を確かめて、もう一度保存してください。",
        )
        seen_now = QueryDict(mutable=True)
        seen_now.update(form.data)
        seen_now["based_on"] = str(conflict.theirs.latest_revision_id)
        form.data = seen_now
        return False
    messages.success(request, f"保存しました（置きかえた言葉 {len(replace)}、残すと決めた言葉 {len(keep)}）。")
    return True


@require_POST
@signed_in
def checklist_tick(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep which points the person looked at."""
    case = _of_team(request, pk)
    form = ChecklistForm(request.POST)
    try:
        if form.is_valid():
            points = form.cleaned_data["points"]
            tick_checklist(case=case, by=person_of(request), points=points, version=form.cleaned_data["version"])
            left = len(CheckPoint) - len(points)
            messages.success(request, f"確認リストを保存しました。{f'あと{left}項目です。' if left else 'すべて確かめました。'}")
    except Refused as refusal:
        messages.warning(request, refusal.reason)
    return redirect(f"{reverse('cases:anonymity', args=[pk])}#checklist")


@require_POST
@signed_in
def kept_take_back(request: HttpRequest, pk: int, kept: int) -> HttpResponse:
    """Open the question about a kept word again."""
    case = _of_team(request, pk)
    try:
        take_back_kept(case=case, by=person_of(request), kept=kept)
    except Refused as refusal:
        messages.warning(request, refusal.reason)
    else:
        messages.success(request, "残すのをやめました。もう一度、どうするかを決めてください。")
    return redirect("cases:anonymity", pk=pk)


def _checklist(version: Case) -> list[dict[str, Any]]:
    ticks = ticks_of(version)
    return [{"value": point.value, "label": point.label, "tick": ticks.get(point.value)} for point in CheckPoint]


def _version_of(case: Case) -> Case:
    """The latest version. What the case knows already is not asked for again: its row, its organisation."""
    if case.latest_revision:
        case.latest_revision.content_object = case
    version = actions.latest_version(case)
    version.organisation = case.organisation
    return version


def _of_team(request: HttpRequest, pk: int) -> Case:
    cases = Case.objects.of_team(request.user).select_related("organisation", "latest_revision")
    case: Case = get_object_or_404(cases, pk=pk)
    return case
