"""The pages of clinics besides the topic's own: the entrance, the forms, and what its author and staff do with one."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import person_of, signed_in, staff_only
from accounts.audiences import Audience, can_read
from accounts.refusals import Refused, reason_against
from bansou.drafts.opening import Opening, open_place, reopen_place
from bansou.forms.base import SiteForm
from bansou.forms.parking import parked_text, parks_typed_text
from bansou.freshness.keys import fresh_key, later
from bansou.lists.keyset import keyset_page
from knowhow import actions
from knowhow.clinic_pages import ClinicCard
from knowhow.clinic_places import place_of
from knowhow.forms.clinics import ClinicEditForm, ClinicForm, NextStepForm, WritersForm
from knowhow.models import Clinic, Topic
from knowhow.permissions import check_can_close, check_can_edit, check_can_open_clinic, check_can_put_away, check_can_see_writers
from knowhow.views.finding import FRONT, topic_or_404, trail
from knowhow.views.typing import attempted

CLINICS = ("事例クリニック", "/knowhow/clinic/")


@require_safe
def clinics(request: HttpRequest) -> HttpResponse:
    """What a clinic is, for everybody; those that take replies, for supporters; one's own."""
    running = Topic.objects.listed_for(request.user).clinics_running()
    # Whoever has the fewest replies waits the most.
    page = later(lambda: keyset_page(running, request, order=("reply_count", "pk")))
    context = {
        "page": page,
        "clinics": later(lambda: [ClinicCard.of(topic) for topic in page.items]),
        "own": Clinic.objects.of(request.user)[:5],
        "may_read": can_read(request.user, Audience.SUPPORTER),
        "open_refused": reason_against(check_can_open_clinic, request.user),
        "fresh_key": fresh_key(request),
        "breadcrumb": [FRONT, (CLINICS[0], "")],
    }
    return render(request, "knowhow/clinic_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@parks_typed_text
def clinic_new(request: HttpRequest) -> HttpResponse:
    """Bring a doubt to a clinic."""
    if request.method != "POST":
        check_can_open_clinic(request.user)
    form, opening = _form(request, ClinicForm, place_of(None))
    if request.method == "POST" and form.is_valid():
        opened = attempted(
            form,
            actions.open_clinic,
            by=request.user,
            title=form.cleaned_data["title"],
            texts=form.texts,
            submission_key=form.submission_key,
        )
        if opened:
            opening.close(by=person_of(request))
            messages.success(request, "クリニックを開きました。お名前は出ません。問いかけが届いたら、メールでお知らせします。")
            return redirect(opened)
    context = {"form": form, "opening": opening, "breadcrumb": [FRONT, CLINICS, ("相談を書く", "")]}
    return _shown(request, "knowhow/clinic_new.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@parks_typed_text
def clinic_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the four texts anew, while the clinic runs."""
    clinic = _own_or_404(request, pk)
    if request.method != "POST":
        check_can_edit(request.user, clinic.topic)
    names = ("situation", "hesitation", "tried", "asked")
    stored = {name: getattr(clinic, name) for name in names}
    stored |= {"title": clinic.topic.title, "edit_version": clinic.topic.edit_version}
    form, opening = _form(request, ClinicEditForm, place_of(clinic, "edit"), initial=stored)
    current: Clinic | None = None
    if request.method == "POST" and form.is_valid():
        title, version = form.cleaned_data["title"], form.cleaned_data["edit_version"]
        try:
            saved = attempted(
                form,
                actions.edit_clinic,
                by=request.user,
                topic=clinic.topic,
                title=title,
                texts=form.texts,
                edit_version=version,
            )
        except actions.EditConflict as conflict:
            current, saved = clinic, None
            form = _once_more(request, conflict)
        if saved:
            opening.close(by=person_of(request))
            messages.success(request, "修正を保存しました。")
            return redirect(saved)
    context = {"form": form, "opening": opening, "clinic": clinic, "current": current}
    return _shown(request, "knowhow/clinic_edit.html", context | {"breadcrumb": [*trail(clinic.topic), ("修正", "")]})


def _once_more(request: HttpRequest, conflict: actions.EditConflict) -> ClinicEditForm:
    """The form with what was typed, now based on the version that was saved elsewhere."""
    typed = request.POST.copy()
    typed["edit_version"] = str(conflict.current.edit_version)
    form = ClinicEditForm(typed, person=request.user)
    form.add_error(None, "別の画面で、先に修正が保存されています。いま保存されている文章と見くらべて、もう一度保存してください。")
    return form


@require_POST
@signed_in
def clinic_views(request: HttpRequest, pk: int) -> HttpResponse:
    """The author lets views be said before their day."""
    return _done(request, pk, actions.open_views, "考えも聞ける時間にしました。")


@require_http_methods(["GET", "HEAD", "POST"])
@parks_typed_text
def clinic_close(request: HttpRequest, pk: int) -> HttpResponse:
    """The author ends the clinic with his next step."""
    clinic = _own_or_404(request, pk)
    if request.method != "POST":
        check_can_close(request.user, clinic)
    form, opening = _form(request, NextStepForm, place_of(clinic, "close"))
    if request.method == "POST" and form.is_valid():
        try:
            actions.close_clinic(by=person_of(request), topic=clinic.topic, next_step=form.cleaned_data["next_step"])
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            opening.close(by=person_of(request))
            messages.success(request, "次の一歩を書いて、クリニックを閉じました。")
            return redirect(clinic.topic)
    context = {"form": form, "opening": opening, "clinic": clinic, "breadcrumb": [*trail(clinic.topic), ("次の一歩", "")]}
    return _shown(request, "knowhow/clinic_close.html", context)


@require_POST
@signed_in
def clinic_put_away(request: HttpRequest, pk: int) -> HttpResponse:
    """The author takes a closed clinic out of sight."""
    return _done(request, pk, actions.put_clinic_away, "クリニックを片づけました。読めるのは、あなたと事務局だけです。")


@require_POST
@signed_in
def clinic_case(request: HttpRequest, pk: int) -> HttpResponse:
    """The author makes a draft of a case of a closed clinic."""
    clinic = _own_or_404(request, pk)
    try:
        check_can_put_away(request.user, clinic)
        case = actions.case_from_clinic(by=person_of(request), topic=clinic.topic)
    except Refused as refusal:
        messages.warning(request, refusal.reason)
        return redirect(clinic.topic)
    messages.success(request, "事例の下書きを作り、クリニックは片づけました。続きは、いつでも書けます。")
    return redirect("cases:edit", pk=case.pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def clinic_writers(request: HttpRequest, pk: int) -> HttpResponse:
    """Who stands behind the aliases. It stands in the answer to the POST alone: looking again needs a reason again."""
    topic = topic_or_404(request, pk)
    clinic = get_object_or_404(Clinic, pk=topic.pk)
    check_can_see_writers(request.user)
    form = WritersForm(request.POST or None, person=request.user)
    context: dict[str, Any] = {"form": form, "topic": topic, "clinic": clinic}
    if form.is_valid():
        found = actions.writers_of(by=person_of(request), topic=topic, reason=form.cleaned_data["reason"])
        context["writers"] = [
            (alias, f"{person.display_name}（{person.organisation}）" if person.organisation else person.display_name)
            for alias, person in found
        ]
    return _shown(request, "knowhow/clinic_writers.html", context | {"breadcrumb": [*trail(topic), ("投稿者を確かめる", "")]})


def _own_or_404(request: HttpRequest, pk: int) -> Clinic:
    clinics = Clinic.objects.of(request.user).select_related("topic__board", "topic__author")
    clinic = get_object_or_404(clinics, pk=pk)
    clinic.topic.clinic = clinic
    return clinic


def _done(request: HttpRequest, pk: int, act: Callable[..., None], words: str) -> HttpResponse:
    """One press of the author's: done and said, or refused with its reason, back on the clinic's page."""
    clinic = _own_or_404(request, pk)
    try:
        act(by=person_of(request), topic=clinic.topic)
    except Refused as refusal:
        messages.warning(request, refusal.reason)
    else:
        messages.success(request, words)
    return redirect(clinic.topic)


def _form[F: SiteForm](
    request: HttpRequest, form_class: type[F], place: str, *, initial: dict[str, Any] | None = None
) -> tuple[F, Opening]:
    """The form from the POST, from text that was parked while signed out, from a draft, or from what is stored."""
    if request.method == "POST":
        return form_class(request.POST, person=request.user), reopen_place(request.user, place, request.POST)
    typed = parked_text(request)
    opening = (
        reopen_place(request.user, place, typed) if typed else open_place(request.user, place, saved_at=None, query=request.GET)
    )
    typed = typed or (opening.draft.typed if opening.draft else None)
    return form_class(initial=(initial or {}) | _words(typed), person=request.user), opening


def _words(typed: QueryDict | None) -> dict[str, Any]:
    """What fills a form anew; its own marks it makes itself."""
    return {name: value for name, value in typed.items() if name not in ("submission_key", "typed_by")} if typed else {}


def _shown(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    form, opening = context["form"], context.get("opening")
    if opening:
        fields = [(str(field.label), name) for name, field in form.fields.items() if name in form.looked_through]
        context["others"] = [
            {"draft": draft, "lines": [(label, draft.typed[name]) for label, name in fields if draft.typed.get(name)]}
            for draft in opening.others
        ]
    return render(request, template, context, status=422 if form.errors else 200)
