"""Invitations: those that wait for me, those I sent, sending one, and the page that a link opens."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import actions
from accounts.access import person_of, sign_up_as_invited, signed_in
from accounts.forms import InviteForm
from accounts.invitation_permissions import check_can_accept
from accounts.invitations import ORGANISATION, destination_of, place_of, places_of, waiting_for
from accounts.models import Invitation
from accounts.models.invitation import InvitationStatus
from accounts.refusals import Refused, reason_against
from bansou.forms.parking import parked_text, parks_typed_text

ME = ("マイページ", "/me/")
INVITATIONS = ("招待", "/me/invitations/")
#: Of those that the person sent, the list shows the latest.
_SHOWN = 100


@require_safe
@signed_in
def invitations(request: HttpRequest) -> HttpResponse:
    """What waits for my answer, and what became of the invitations that I sent."""
    person = person_of(request)
    sent = list(Invitation.objects.sent_by(person)[:_SHOWN])
    places = places_of(sent)
    context = {
        "waiting": waiting_for(person),
        "sent": [(invitation, places[invitation.pk]) for invitation in sent],
        "organisation": person.organisation if person.is_supporter else None,
        "may_invite": person.is_supporter or person.is_staff,
        "breadcrumb": [ME, (INVITATIONS[0], "")],
    }
    return render(request, "accounts/invitations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@parks_typed_text
def invitation_new(request: HttpRequest, kind: str, target: int) -> HttpResponse:
    """Invite somebody into one thing: the site, one's organisation, or something of a room above."""
    person = person_of(request)
    destination = destination_of(kind)
    if destination is None or not destination.is_visible_to(person, target):
        raise Http404
    destination.check_can_invite(person, target)
    form = InviteForm(initial=dict((parked_text(request) or {}).items()), person=person)
    if request.method == "POST":
        form = InviteForm(request.POST, person=person)
        if form.is_valid() and (sent := _invited(request, form, kind, target)):
            messages.success(request, f"{sent.email} に招待のメールを送りました。参加されると、メールでお知らせします。")
            return redirect("accounts:invitations")
    context = {
        "form": form,
        "place": destination.named([target]).get(target, ""),
        "caution": destination.caution,
        "breadcrumb": [ME, INVITATIONS, ("招待する", "")],
    }
    return render(request, "accounts/invitation_new.html", context, status=422 if form.errors else 200)


def _invited(request: HttpRequest, form: InviteForm, kind: str, target: int) -> Invitation | None:
    """The invitation, or None where the form was refused."""
    try:
        return actions.invite(
            by=person_of(request),
            email=form.cleaned_data["email"],
            kind=kind,
            target_id=target,
            submission_key=form.submission_key,
        )
    except Refused as refusal:
        form.add_error(None, refusal.reason)
        return None


@require_POST
@signed_in
def invitation_resend(request: HttpRequest, pk: int) -> HttpResponse:
    """Mail a new link."""
    sent = get_object_or_404(Invitation.objects.sent_by(request.user), pk=pk)
    try:
        actions.resend_invitation(invitation=sent, by=person_of(request))
    except Refused as refusal:
        messages.warning(request, refusal.reason)
    else:
        messages.success(request, f"{sent.email} に、もう一度送りました。前のメールのリンクは使えなくなりました。")
    return redirect("accounts:invitations")


@require_POST
@signed_in
def invitation_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the link useless."""
    sent = get_object_or_404(Invitation.objects.sent_by(request.user), pk=pk)
    try:
        actions.revoke_site_invitation(invitation=sent, by=person_of(request))
    except Refused as refusal:
        messages.warning(request, refusal.reason)
    else:
        messages.success(request, f"{sent.email} への招待を取り消しました。")
    return redirect("accounts:invitations")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def invitation_own(request: HttpRequest, pk: int) -> HttpResponseBase:
    """An invitation to an address of mine, found without its mail."""
    return _answer(request, get_object_or_404(Invitation.objects.addressed_to(request.user), pk=pk))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponseBase:
    """What the link of a mail opens. Looking changes nothing: mail scanners follow links; a person presses a button."""
    sent = Invitation.objects.by_token(token)
    if sent is None:
        raise Http404
    if request.method == "POST" and not request.user.is_authenticated:
        is_new = "new" in request.POST and sent.is_open
        return sign_up_as_invited(request, address=sent.email) if is_new else redirect_to_login(request.path)
    return _answer(request, sent)


def _answer(request: HttpRequest, sent: Invitation) -> HttpResponseBase:
    """The page with the two answers; a POST is one of them."""
    destination = destination_of(sent.kind)
    if destination and request.user.is_authenticated and sent.accepted_by_id == request.user.pk:
        return redirect(destination.landing(sent.target_id))
    refused = reason_against(check_can_accept, request.user, sent)
    missing = ""
    if request.method == "POST" and not refused:
        try:
            return _answered(request, sent)
        except Refused as refusal:
            missing = refusal.reason
    is_visitor = sent.is_open and not request.user.is_authenticated and bool(place_of(sent))
    context: dict[str, Any] = {
        "invitation": sent,
        "is_visitor": is_visitor,
        "refused": "" if is_visitor else refused,
        "missing": missing,
        "is_elsewhere": request.user.is_authenticated and sent.is_open and not request.user.has_address(sent.email),
        "breadcrumb": [("招待が届いています", "")],
    }
    if is_visitor or not refused:
        context |= {"place": place_of(sent), "meaning": destination.meaning if destination else ""}
    if not is_visitor and not refused:
        context["leaves"] = _left_for(request, sent)
    return render(
        request,
        "accounts/invitation.html",
        context,
        status=_status(sent, refused=bool(refused or missing), is_visitor=is_visitor),
    )


def _answered(request: HttpRequest, sent: Invitation) -> HttpResponse:
    if "decline" in request.POST:
        actions.decline_invitation(invitation=sent, by=person_of(request))
        messages.success(request, "招待をお断りしました。")
        return redirect("accounts:invitations")
    place = place_of(sent)
    address = actions.accept_invitation(invitation=sent, by=person_of(request))
    messages.success(request, f"「{place}」に参加しました。")
    return redirect(address)


def _left_for(request: HttpRequest, sent: Invitation) -> Any:
    """The organisation that the person leaves by accepting; None where he leaves none."""
    own = person_of(request).organisation
    return own if own and sent.kind == ORGANISATION and own.pk != sent.target_id else None


def _status(sent: Invitation, *, refused: bool, is_visitor: bool) -> int:
    if sent.status != InvitationStatus.SENT or sent.is_expired:
        return 410
    return 403 if refused and not is_visitor else 200
