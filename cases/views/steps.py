"""Writing a case, a step a page: what was typed is kept, saved, chosen between two versions."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import person_of, signed_in
from accounts.refusals import Refused
from bansou.drafts.opening import Opening, open_place, reopen_place
from bansou.forms.parking import parked_text, parks_typed_text
from cases import actions
from cases.anonymity.checking import is_anonymous, open_marks
from cases.conflicts import Difference, settle
from cases.consents import uncovered
from cases.drafting import place_of, step_to_go_on
from cases.forms.sheet import Sheet, with_another_row
from cases.models import Case, WantedCase
from cases.permissions import Missing, Need, check_can_edit, check_can_write, missing_for_review
from cases.record import Step
from cases.review_actions import answer_comments, comments_of_last_return

CASES = ("事例", "/cases/")
MINE = ("私の事例", "/cases/mine/")
#: What a new case may take over from an earlier one, besides its team.
_CARRIED = ("disclosure", "industry", "industry_note", "area")


@dataclass
class _Page:
    """One step on its way to the screen. `case` and `version`: None for a case that does not exist yet."""

    step: Step
    sheet: Sheet
    opening: Opening
    case: Case | None = None
    version: Case | None = None
    carried_from: Case | None = None
    wish: WantedCase | None = None
    differences: list[Difference] = field(default_factory=list)


@require_http_methods(["GET", "HEAD", "POST"])
@parks_typed_text
def case_new(request: HttpRequest) -> HttpResponse:
    """The first step of a new case.

    `?from=` takes over what one of the person's own cases says of the company's surroundings, `?wish=` begins one that is wanted.
    """
    if request.method != "POST":
        check_can_write(request.user)
    page = _page(request, Step.BASICS)
    if _is_save(request) and page.sheet.is_valid():
        try:
            case = actions.start_case(
                by=person_of(request),
                answers=page.sheet.answers,
                rows=page.sheet.rows,
                submission_key=page.sheet.form.submission_key,
                carried_from=page.carried_from,
                wish=page.wish,
            )
        except Refused as refusal:
            page.sheet.form.add_error(None, refusal.reason)
        else:
            return _saved(request, page, case)
    return _shown(request, page)


@require_http_methods(["GET", "HEAD", "POST"])
@parks_typed_text
def case_edit(request: HttpRequest, pk: int, step: str = Step.BASICS) -> HttpResponse:
    """Write one step. Somebody else's case does not exist here."""
    case = get_object_or_404(Case.objects.of_team(request.user), pk=pk)
    if step not in Step.values:
        raise Http404
    if request.method != "POST":
        check_can_edit(request.user, case)
    page = _page(request, Step(step), case)
    if _is_save(request) and page.sheet.is_valid():
        try:
            version = _edit(request, page)
        except Refused as refusal:
            page.sheet.form.add_error(None, refusal.reason)
        except actions.EditConflict as conflict:
            _lay_both_open(page, conflict)
        else:
            return _saved(request, page, version)
    return _shown(request, page)


@require_safe
@signed_in
def case_resume(request: HttpRequest, pk: int) -> HttpResponse:
    """To the step where the person stopped."""
    case = get_object_or_404(Case.objects.of_team(request.user), pk=pk)
    return redirect("cases:edit_step", pk=pk, step=step_to_go_on(case, actions.latest_version(case), request.user).value)


def _is_save(request: HttpRequest) -> bool:
    """Whether a POST is meant to be kept: not one that only asks for another row, or for other questions to choose from."""
    return request.method == "POST" and not {"add_row", "find_questions"} & request.POST.keys()


def _page(request: HttpRequest, step: Step, case: Case | None = None) -> _Page:
    """The step filled from the POST, from text that was parked while signed out, from a draft, or from the version."""
    version = actions.latest_version(case) if case else None
    place = place_of(case, step)
    typed = request.POST if request.method == "POST" else parked_text(request)
    if typed is None:
        # Who takes over from an earlier case, or answers a wish, begins a new one.
        query = QueryDict("saved=1") if request.GET.keys() & {"from", "wish"} else request.GET
        opening = open_place(request.user, place, saved_at=_saved_at(request, case), query=query)
        typed = opening.draft.typed if opening.draft else None
    else:
        opening = reopen_place(request.user, place, typed)
    carried_from = _carried_from(request, typed) if case is None else None
    wish = _wish(request, typed) if case is None else None
    if "add_row" in request.POST:
        typed = with_another_row(request.POST, request.POST["add_row"])
    initial = {name: getattr(carried_from, name) for name in _CARRIED} if carried_from else {}
    sheet = Sheet(
        step,
        person=request.user,
        version=version,
        typed=typed,
        files=request.FILES or None,
        checked=_is_save(request),
        initial=initial,
        comments=comments_of_last_return(case) if case else (),
    )
    return _Page(step, sheet, opening, case, version, carried_from, wish)


def _carried_from(request: HttpRequest, typed: QueryDict | None) -> Case | None:
    """The person's own case whose outline the new one takes over."""
    number = _number(typed.get("carried_from", "") if typed else request.GET.get("from", ""))
    return Case.objects.written_by(request.user).filter(pk=number).first() if number else None


def _wish(request: HttpRequest, typed: QueryDict | None) -> WantedCase | None:
    """What the new case is written in answer to."""
    number = _number(typed.get("wish", "") if typed else request.GET.get("wish", ""))
    return WantedCase.objects.unanswered().filter(pk=number).first() if number else None


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) <= 18 else None


def _saved_at(request: HttpRequest, case: Case | None) -> Any:
    """When the person himself saved last."""
    if case is None:
        return None
    return case.revisions.filter(user_id=request.user.pk).order_by("-pk").values_list("created_at", flat=True).first()


def _edit(request: HttpRequest, page: _Page) -> Case:
    """Save the step, with what the person chose of the other's version."""
    assert page.case is not None
    answers, rows = page.sheet.answers, page.sheet.rows
    based_on = answers.get("based_on") or 0
    taken = [
        name.removeprefix("settle:") for name, choice in request.POST.items() if name.startswith("settle:") and choice == "theirs"
    ]
    theirs = actions.version_numbered(page.case, based_on) if taken else None
    if theirs:
        answers, rows = settle(theirs, answers, rows, taken)
    version = actions.edit_case(case=page.case, by=person_of(request), answers=answers, rows=rows, based_on=based_on)
    if page.sheet.told:
        answer_comments(case=page.case, by=person_of(request), answers=page.sheet.told)
    return version


def _lay_both_open(page: _Page, conflict: actions.EditConflict) -> None:
    """Show both texts. The next press knows the other version, and says what it takes of it."""
    page.differences = conflict.differences
    typed = QueryDict(mutable=True)
    typed.update(page.sheet.form.data)
    typed["based_on"] = str(conflict.theirs.latest_revision_id)
    page.sheet.form.data = typed


def _saved(request: HttpRequest, page: _Page, case: Case) -> HttpResponse:
    """On to where the pressed button leads: the next step, the preview, or here again."""
    page.opening.close(by=person_of(request))
    steps = list(Step)
    after = steps[steps.index(page.step) + 1 :]
    if "stay" in request.POST or not (after or "preview" in request.POST):
        messages.success(request, format_html("保存しました。{}", _found_in(case)))
        return redirect("cases:edit_step", pk=case.pk, step=page.step.value)
    if "preview" in request.POST:
        messages.success(request, format_html("保存しました。読む人にどう見えるかを確かめてください。{}", _found_in(case)))
        return redirect("cases:preview", pk=case.pk)
    messages.success(request, format_html("「{}」を保存しました。{}", page.step.label, _found_in(case)))
    return redirect("cases:edit_step", pk=case.pk, step=after[0].value)


def _found_in(case: Case) -> str:
    """What the check of anonymity found in the case as saved, with the way there; "" where there is nothing to decide."""
    marks = len(open_marks(case)) if is_anonymous(case) else 0
    if not marks:
        return ""
    address = reverse("cases:anonymity", args=[case.pk])
    return format_html('会社が分かりそうな言葉が{}か所あります。<a href="{}">匿名化の確認を開く</a>', marks, address)


def _shown(request: HttpRequest, page: _Page) -> HttpResponse:
    refused = _is_save(request) and (page.sheet.has_errors or page.differences)
    missing = missing_for_review(page.version) if page.version else []
    steps = list(Step)
    context = {
        "step": page.step,
        "number": steps.index(page.step) + 1,
        "is_last": page.step == steps[-1],
        "form": page.sheet.form,
        "sheet": page.sheet,
        "case": page.case,
        "version": page.version,
        "opening": page.opening,
        "others": [{"draft": draft, "lines": _lines_beside(request, page, draft.typed)} for draft in page.opening.others],
        "differences": page.differences,
        "bar": _bar(page, missing),
        "is_complete": not missing,
        "open_marks": len(open_marks(page.version)) if page.version and page.step == steps[-1] else 0,
        "missing": [(need, [entry for entry in missing if entry.need == need]) for need in Need],
        "comment": page.case.return_comment if page.case else "",
        "uncovered": uncovered(page.version) if page.version and page.step == Step.BASICS else (),
        "carried_from": page.carried_from,
        "wish": page.wish,
        "own_cases": Case.objects.written_by(request.user).order_by("-pk")[:20] if page.case is None else (),
        "breadcrumb": [CASES, MINE, (page.version.title if page.version else "新しい事例", "")],
    }
    return render(request, f"cases/steps/{page.step.value}.html", context, status=422 if refused else 200)


def _lines_beside(request: HttpRequest, page: _Page, typed: Any) -> list[tuple[str, str]]:
    """What a draft of another page says otherwise than this one, in words."""
    beside = Sheet(page.step, person=request.user, version=page.version, typed=typed, checked=False)
    here = {field.html_name: field.value() for _, field in page.sheet.fields()}
    lines = []
    for label, bound in beside.fields():
        value = bound.value()
        if value not in (None, "", [], False) and value != here.get(bound.html_name):
            codes = value if isinstance(value, list) else [value]
            words = dict(_flat(getattr(bound.field, "choices", ())))
            lines.append((label, "、".join(str(words.get(str(code), code)) for code in codes)))
    return lines


def _flat(choices: Any) -> list[tuple[str, str]]:
    """Choices without their groups."""
    pairs = []
    for code, label in choices:
        inner = label if isinstance(label, list | tuple) else [(code, label)]
        pairs += [(str(code), str(label)) for code, label in inner]
    return pairs


def _bar(page: _Page, missing: list[Missing]) -> list[dict[str, Any]]:
    """The steps with their addresses; of a case that does not exist yet only this one is open."""
    unfinished = {entry.step for entry in missing}
    bar = []
    for step in Step:
        state = "current" if step == page.step else "done" if page.case and step not in unfinished else "todo"
        url = reverse("cases:edit_step", args=[page.case.pk, step.value]) if page.case and step != page.step else ""
        bar.append({"label": step.label, "state": state, "url": url})
    return bar
