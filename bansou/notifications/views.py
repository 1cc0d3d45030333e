"""The inbox, and the pages on which a person chooses his mails."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import person_of, signed_in
from accounts.models import User
from accounts.refusals import Refused
from bansou.lists.keyset import keyset_page
from bansou.notifications import actions
from bansou.notifications.events import Mail, teller_of
from bansou.notifications.forms import ChoicesForm
from bansou.notifications.inbox import UNREAD, address_of, inbox_lines, sections, shown
from bansou.notifications.models import MailPreferences, Notice
from bansou.notifications.unread import unread_of
from bansou.notifications.unsubscribing import DIGEST, can_be_stopped, person_of_token

LINES_A_PAGE = 20
_ME, _INBOX, _CHOICES = ("マイページ", "/me/"), ("お知らせ", "/me/inbox/"), "メールの受け取り方"


@require_safe
@signed_in
def inbox(request: HttpRequest) -> HttpResponse:
    """What the person was told, newest first; `?show=` leaves the unread ones or those of a section."""
    person, show = person_of(request), _show(request.GET.get("show", ""))
    page = keyset_page(shown(person, show), request, order=("-pk",), size=LINES_A_PAGE)
    lines, out_of_sight = inbox_lines(person, page.items)
    if out_of_sight:
        unread_of(request).note_read(actions.put_out_of_count(by=person, notices=out_of_sight))
    context = {
        "page": page,
        "lines": lines,
        "show": show,
        "tabs": _tabs(show),
        # On a later page nobody sees what he would say to have read.
        "read_until": page.items[0].pk if page.items and not page.previous_query and unread_of(request).number else None,
        "breadcrumb": [_ME, (_INBOX[0], "")],
    }
    return render(request, "notifications/inbox.html", context)


def _show(asked: str) -> str:
    return asked if asked == UNREAD or asked in sections() else ""


def _tabs(show: str) -> list[dict[str, Any]]:
    names = {"": "すべて", UNREAD: "未読"} | {section.value: section.label for section in sections()}
    return [
        {"label": label, "url": f"?show={name}" if name else _INBOX[1], "is_current": name == show}
        for name, label in names.items()
    ]


@require_POST
@signed_in
def open_line(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead to what a line tells of; it is read then."""
    person = person_of(request)
    notice = get_object_or_404(Notice.objects.of(person), pk=pk)
    address = address_of(person, notice)
    actions.mark_line_read(by=person, notice=notice)
    if not address:
        messages.info(request, "この内容は、いまは読めません。取り下げられたか、読める方が変わりました。")
        return redirect("notifications:inbox")
    return redirect(address)


@require_POST
@signed_in
def line_read(request: HttpRequest, pk: int) -> HttpResponse:
    """One line is read, without going there."""
    person = person_of(request)
    actions.mark_line_read(by=person, notice=get_object_or_404(Notice.objects.of(person), pk=pk))
    return _back(request)


@require_POST
@signed_in
def all_read(request: HttpRequest) -> HttpResponse:
    """All that the person saw before he pressed is read."""
    until, show = request.POST.get("until", ""), _show(request.POST.get("show", ""))
    if until.isascii() and until.isdecimal() and len(until) < 19:
        section = "" if show == UNREAD else show
        actions.mark_all_read(by=person_of(request), until=int(until), section=section)
        messages.success(request, "すべて既読にしました。")
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    show = _show(request.POST.get("show", ""))
    return redirect(reverse("notifications:inbox") + (f"?show={show}" if show else ""))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def choices(request: HttpRequest) -> HttpResponse:
    """The person's choice of mails."""
    return _choices(request, person_of(request), [_ME, (_CHOICES, "")])


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def choices_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The same for whoever has the link of a mail, whoever is signed in."""
    person = person_of_token(token)
    return _choices(request, person, [(_CHOICES, "")]) if person else _gone(request)


def _choices(request: HttpRequest, person: User, breadcrumb: list[tuple[str, str]]) -> HttpResponse:
    form = ChoicesForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        try:
            actions.choose_mails(by=person, ways=form.chosen_ways(), rhythm=chosen["rhythm"], stops_all=chosen["stops_all"])
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, "メールの受け取り方を保存しました。")
            return redirect(request.path)
    context = {
        "form": form,
        "person": person,
        "preferences": MailPreferences.of(person),
        "ways": Mail,
        "breadcrumb": breadcrumb,
    }
    return render(request, "notifications/choices.html", context, status=422 if form.errors else 200)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str, what: str) -> HttpResponse:
    """Stop the mails of one event, as RFC 8058 asks for it: a POST without cookie and without token, answered without a redirect.

    Nobody can be made to press it unknowingly: the address is signed and stands in his mail alone. GET shows the page with a button.
    """
    if not can_be_stopped(what):
        raise Http404
    person = person_of_token(token)
    if person is None:
        return _gone(request)
    words = "まとめのメール" if what == DIGEST else teller_of(what).event.words
    if request.method == "POST":
        actions.stop_mails_of(by=person, what=what)
    context = {"token": token, "words": words, "is_done": request.method == "POST", "breadcrumb": [(_CHOICES, "")]}
    return render(request, "notifications/stop.html", context)


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, "notifications/link_gone.html", {"breadcrumb": [(_CHOICES, "")]}, status=410)
