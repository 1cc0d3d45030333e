"""The team of a case on the site: who is in it, inviting, removing, and the page that an invitation opens."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import person_of, sign_up_as_invited, signed_in
from accounts.refusals import Refused, reason_against
from bansou.forms.parking import parked_text, parks_typed_text
from bansou.notifications.reading import saw
from cases import team_actions
from cases.models import Case, CaseMember, TeamInvitation
from cases.permissions import check_can_change_team, check_can_join
from cases.team_forms import InviteForm, ListedPersonForm

MINE = ("私の事例", "/cases/mine/")


@require_http_methods(["GET", "HEAD", "POST"])
@parks_typed_text
def case_team(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is in the team; for the author with the two forms, each sent by its own button."""
    case = _of_team(request, pk)
    saw(request, case.thread)
    typed = request.POST if request.method == "POST" else parked_text(request)
    # Which of the two was sent stands in the form itself, so that parked text finds its way back too. The ids differ, not the names.
    chosen = typed.get("form", "") if typed else ""
    invite = InviteForm(typed if chosen == "invite" else None, auto_id="invite_%s", person=request.user)
    listed = ListedPersonForm(typed if chosen == "listed" else None, auto_id="listed_%s", person=request.user)
    if request.method == "POST":
        check_can_change_team(request.user, case)
        done = _send(request, case, invite) if invite.is_bound else _send(request, case, listed)
        if done:
            messages.success(request, done)
            return redirect("cases:team", pk=pk)
    return render(
        request,
        "cases/case_team.html",
        {
            "case": case,
            "title": case.latest_title,
            "members": case.team_members,
            "invitations": list(case.invitations.unanswered()) if case.is_author(request.user) else [],
            "change_refused": reason_against(check_can_change_team, request.user, case),
            "invite": invite,
            "listed": listed,
            "breadcrumb": [MINE, (case.latest_title, f"/cases/{case.pk}/preview/"), ("支援チーム", "")],
        },
        status=422 if request.method == "POST" else 200,
    )


def _send(request: HttpRequest, case: Case, form: InviteForm | ListedPersonForm) -> str:
    """What was done, or "" where the form was refused."""
    if not form.is_valid():
        return ""
    try:
        return _invite(request, case, form) if isinstance(form, InviteForm) else _list(request, case, form)
    except Refused as refusal:
        form.add_error(None, refusal.reason)
        return ""


def _invite(request: HttpRequest, case: Case, form: InviteForm) -> str:
    invitation = team_actions.invite(
        case=case, by=person_of(request), email=form.cleaned_data["email"], role=form.cleaned_data["role"],
        submission_key=form.submission_key,
    )  # fmt: skip
    return f"{invitation.email} に招待のメールを送りました。参加されると、メールでお知らせします。"


def _list(request: HttpRequest, case: Case, form: ListedPersonForm) -> str:
    values = {name: form.cleaned_data[name] for name in ("name", "organisation_type", "role")}
    member = team_actions.list_by_name(case=case, by=person_of(request), **values)
    return f"「{member.name}」さんの名前を載せました。"


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def team_remove(request: HttpRequest, pk: int, member: int) -> HttpResponse:
    """Take somebody out of the team, after one question."""
    case = _of_team(request, pk)
    check_can_change_team(request.user, case)
    person = CaseMember.objects.filter(case=case, pk=member).select_related("user").first()
    if person is None and request.method == "POST":
        return redirect("cases:team", pk=pk)  # the second press of a double click
    if person is None:
        raise Http404
    if request.method == "POST":
        team_actions.remove_from_team(member=person, by=person_of(request))
        messages.success(request, f"{person} さんを、チームから外しました。")
        return redirect("cases:team", pk=pk)
    breadcrumb = [MINE, ("支援チーム", f"/cases/{case.pk}/team/"), ("チームから外す", "")]
    return render(request, "cases/team_remove.html", {"case": case, "member": person, "breadcrumb": breadcrumb})


@require_POST
@signed_in
def invitation_revoke(request: HttpRequest, pk: int, invitation: int) -> HttpResponse:
    """Make the link of an invitation useless."""
    sent = get_object_or_404(TeamInvitation, case=_of_team(request, pk), pk=invitation)
    check_can_change_team(request.user, sent.case)
    try:
        team_actions.revoke_invitation(invitation=sent, by=person_of(request))
    except Refused as refusal:
        messages.warning(request, refusal.reason)
    else:
        messages.success(request, f"{sent.email} への招待を取り消しました。")
    return redirect("cases:team", pk=pk)


@require_POST
@signed_in
def invitation_resend(request: HttpRequest, pk: int, invitation: int) -> HttpResponse:
    """Mail a new link."""
    sent = get_object_or_404(TeamInvitation, case=_of_team(request, pk), pk=invitation)
    check_can_change_team(request.user, sent.case)
    try:
        team_actions.resend_team_invitation(invitation=sent, by=person_of(request))
    except Refused as refusal:
        messages.warning(request, refusal.reason)
    else:
        messages.success(request, f"{sent.email} に、もう一度送りました。前のメールのリンクは使えなくなりました。")
    return redirect("cases:team", pk=pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponseBase:
    """What the link of an invitation opens. Looking changes nothing: mail scanners follow links; a person presses the button."""
    sent = TeamInvitation.objects.by_token(token)
    if sent is None:
        raise Http404
    if request.method == "POST" and not request.user.is_authenticated:
        is_new = "new" in request.POST and sent.is_open
        return sign_up_as_invited(request, address=sent.email) if is_new else redirect_to_login(request.get_full_path())
    return _answer(request, sent)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def invitation_own(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The same for an invitation to an address of mine, found without its mail."""
    return _answer(request, get_object_or_404(TeamInvitation.objects.addressed_to(request.user), pk=pk))


def _answer(request: HttpRequest, sent: TeamInvitation) -> HttpResponseBase:
    if request.user.is_authenticated and sent.accepted_by_id == request.user.pk and sent.case.is_team(request.user):
        return redirect("cases:preview", pk=sent.case_id)
    refused = reason_against(check_can_join, request.user, sent)
    if request.method == "POST" and not refused:
        team_actions.join_team(invitation=sent, by=person_of(request))
        messages.success(request, "支援チームに参加しました。下書きを読み、編集できます。")
        return redirect("cases:preview", pk=sent.case_id)
    is_visitor = sent.is_open and not request.user.is_authenticated
    context: dict[str, Any] = {"is_visitor": is_visitor, "refused": refused, "breadcrumb": [("支援チームへの招待", "")]}
    if not refused:
        # Only who may join learns whose case it is: a link may have been passed on.
        context |= {"inviter": sent.invited_by, "title": sent.case.latest_title, "role": sent.get_role_display()}
    return render(request, "cases/invitation.html", context, status=_status(sent, refused=bool(refused), is_visitor=is_visitor))


def _status(sent: TeamInvitation, *, refused: bool, is_visitor: bool) -> int:
    if not sent.is_open:
        return 410
    return 403 if refused and not is_visitor else 200


def _of_team(request: HttpRequest, pk: int) -> Case:
    cases = Case.objects.of_team(request.user).select_related("author", "organisation", "latest_revision")
    case: Case = get_object_or_404(cases, pk=pk)
    return case
