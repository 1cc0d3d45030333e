"""Where a person belongs: his own page, asking, proving, leaving, and the yearly link."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import actions
from accounts.access import person_of, signed_in
from accounts.belonging_links import membership_of
from accounts.belonging_offers import offers_for
from accounts.forms import BelongingForm, OrganisationSearchForm, UnlistedBelongingForm
from accounts.forms.belonging import FOUND_AT_MOST
from accounts.models import BelongingRequest, Membership, Organisation, RequestState, User
from accounts.permissions import check_can_ask
from accounts.refusals import Refused, reason_against
from bansou.forms.parking import parked_text, parks_typed_text

_ME = ("マイページ", "/me/")
_BELONGING = ("所属", "/me/belonging/")
_FORM = ["GET", "HEAD", "POST"]


@require_safe
@signed_in
def belonging(request: HttpRequest) -> HttpResponse:
    """Where the person belongs, what waits or came of his requests, and the ways to prove a belonging."""
    by = person_of(request)
    search = OrganisationSearchForm(request.GET or None)
    found = search.found()
    own = by.belonging_requests.select_related("organisation")
    context = {
        "membership": by.membership,
        "ended": _last_ended(by) if by.membership is None else None,
        "waiting": own.waiting().first(),
        "refused": _unanswered_refusal(by),
        "offers": offers_for(by),
        "search": search,
        "found": found[:FOUND_AT_MOST],
        "has_more": len(found) > FOUND_AT_MOST,
        "was_asked": bool(request.GET),
        "breadcrumb": [_ME, ("所属", "")],
    }
    return render(request, "accounts/belonging.html", context)


def _last_ended(person: User) -> Membership | None:
    rows = Membership.objects.filter(user=person, ended_at__isnull=False).select_related("organisation")
    return rows.order_by("-ended_at").first()


def _unanswered_refusal(person: User) -> BelongingRequest | None:
    """The person's last request, if it was refused and he has found no other way since."""
    last = person.belonging_requests.exclude(state=RequestState.WITHDRAWN).select_related("organisation").first()
    if last is None or last.state != RequestState.REFUSED or last.decided_at is None:
        return None
    since = person.membership.confirmed_at if person.membership else None
    return None if since and since > last.decided_at else last


@require_http_methods(_FORM)
@parks_typed_text
def belonging_ask(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Ask staff: to an organisation of the list, or to one that is not in it yet."""
    by = person_of(request)
    organisation = get_object_or_404(Organisation.objects.verified(), pk=pk) if pk else None
    refused = reason_against(check_can_ask, by, organisation)
    if refused and request.method != "POST":  # what was typed is given back with the reason
        messages.info(request, refused)
        return redirect("accounts:belonging")
    kind = BelongingForm if organisation else UnlistedBelongingForm
    typed = request.POST if request.method == "POST" else parked_text(request)
    form = kind(typed, request.FILES if request.method == "POST" else None, person=by)
    if request.method == "POST" and form.is_valid() and _ask(by, organisation, form):
        messages.success(
            request, "申し込みを受け付けました。登録担当が確認し、結果をメールでお知らせします（ふつう3営業日以内）。"
        )
        return redirect("accounts:belonging")
    context = {"organisation": organisation, "form": form, "breadcrumb": [_ME, _BELONGING, ("確認を申し込む", "")]}
    return render(request, "accounts/belonging_ask.html", context, status=422 if request.method == "POST" else 200)


def _ask(by: User, organisation: Organisation | None, form: BelongingForm) -> bool:
    words = {name: form.cleaned_data.get(name, "") for name in ("name", "organisation_type", "prefecture")}
    try:
        actions.ask_to_belong(
            by=by, organisation=organisation, words=words, note=form.cleaned_data["note"], paper=form.cleaned_data["paper"],
            submission_key=form.submission_key,
        )  # fmt: skip
    except Refused as refusal:
        form.add_error(None, refusal.reason)
        return False
    return True


@require_POST
@signed_in
def belonging_withdraw(request: HttpRequest) -> HttpResponse:
    """Take back the request that waits."""
    by = person_of(request)
    waiting = by.belonging_requests.waiting().first()
    if waiting is not None:
        actions.withdraw_request(request=waiting, by=by)
        messages.success(request, "申し込みを取り下げました。添えた書類は消しました。")
    return redirect("accounts:belonging")


@require_POST
@signed_in
def belonging_prove(request: HttpRequest) -> HttpResponse:
    """By one of his own confirmed addresses."""
    try:
        membership = actions.prove_by_domain(user=person_of(request), address=request.POST.get("address", ""))
    except Refused as refusal:
        messages.error(request, refusal.reason)
        return redirect("accounts:belonging")
    if membership is None:
        messages.error(request, "このアドレスからは、所属を確認できません。下の欄から、支援機関を探してください。")
    else:
        messages.success(request, f"{membership.organisation}への所属を確認しました。")
    return redirect("accounts:belonging")


@require_http_methods(_FORM)
@signed_in
def belonging_leave(request: HttpRequest) -> HttpResponse:
    """Leave the organisation, after one question."""
    by = person_of(request)
    if by.membership is None:
        return redirect("accounts:belonging")
    if request.method == "POST":
        organisation = by.membership.organisation
        actions.leave_organisation(by=by)
        messages.success(request, f"{organisation}への所属を終えました。")
        return redirect("accounts:belonging")
    context = {"membership": by.membership, "breadcrumb": [_ME, _BELONGING, ("所属を離れる", "")]}
    return render(request, "accounts/belonging_leave.html", context)


@require_POST
@signed_in
def belonging_listing(request: HttpRequest) -> HttpResponse:
    """Stand on the organisation's page, or no longer."""
    listed = request.POST.get("listed") == "yes"
    actions.list_at_organisation(by=person_of(request), listed=listed)
    words = "所属機関のページに、あなたの表示名をのせました。" if listed else "所属機関のページから、あなたの表示名を外しました。"
    messages.success(request, words)
    return redirect("accounts:belonging")


@never_cache
@require_http_methods(_FORM)
def belonging_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The yearly link, also without sign-in. Looking changes nothing: mail scanners follow links; a person presses the button."""
    if len(token) > 200:
        raise Http404
    membership = membership_of(token)
    context: dict[str, Any] = {"membership": membership, "breadcrumb": [("所属の確認", "")]}
    if membership is None:
        return render(request, "accounts/belonging_confirm.html", context, status=410)
    if request.method == "POST":
        context["done"] = actions.renew_membership(membership=membership)
    return render(request, "accounts/belonging_confirm.html", context)
