"""Staff's pages of announcements: the list, the form, and one announcement as people will see it, with what may be done about it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import person_of
from accounts.refusals import Refused, reason_against
from bansou.announcements import actions
from bansou.announcements.forms import AnnouncementForm, PlanForm, StopForm
from bansou.announcements.models import Announcement
from bansou.announcements.permissions import check_can_announce, check_can_change, check_can_stop, check_can_take_back
from bansou.announcements.progress import Progress
from bansou.forms.base import SiteForm
from bansou.lists.keyset import keyset_page
from bansou.notifications.actions.letters import rendered
from bansou.notifications.letter_html import html_of
from bansou.text.templatetags.bansou_text import datetime_ja

_DESK = "運営からのお知らせ"


@dataclass
class Act:
    """One thing that may be done: its form, and what its button says."""

    name: str
    title: str
    button: str
    form: Form
    do: Callable[[dict[str, Any]], str]


@never_cache
@require_safe
def announcements(request: HttpRequest) -> HttpResponse:
    """All of them, the newest first."""
    check_can_announce(request.user)
    page = keyset_page(Announcement.objects.select_related("occurrence", "made_by"), request, order=("-pk",), size=30)
    return _page(request, "announcements/admin/list.html", {"page": page}, _DESK)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def announcement_new(request: HttpRequest) -> HttpResponse:
    """Write one."""
    check_can_announce(request.user)
    form = AnnouncementForm(request.POST or None, person=request.user)
    if request.method == "POST" and form.is_valid():
        made = actions.write_announcement(by=person_of(request), **form.answers)
        messages.success(request, "下書きを保存しました。下の見え方を確かめてから、送ってください。")
        return redirect("announcement-desk:detail", pk=made.pk)
    return _form_page(request, form, "お知らせを書く")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def announcement_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a draft anew."""
    check_can_announce(request.user)
    draft = get_object_or_404(Announcement, pk=pk)
    check_can_change(request.user, draft)
    form = AnnouncementForm(request.POST or None, initial=AnnouncementForm.initial_of(draft), person=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_announcement(by=person_of(request), announcement=draft, **form.answers)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, "下書きを保存しました。")
            return redirect("announcement-desk:detail", pk=pk)
    return _form_page(request, form, "下書きを直す")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def announcement(request: HttpRequest, pk: int) -> HttpResponse:
    """How it looks, how far it is, and what may be done; each act is a POST with its own name."""
    check_can_announce(request.user)
    found = get_object_or_404(Announcement.objects.select_related("occurrence", "made_by"), pk=pk)
    acts = _acts(request, found)
    asked = next((act for act in acts if act.name == request.POST.get("act")), None)
    if asked is not None and asked.form.is_valid():
        try:
            messages.success(request, asked.do(asked.form.cleaned_data))
        except Refused as refusal:
            asked.form.add_error(None, refusal.reason)
        else:
            return redirect("announcement-desk:detail", pk=pk)
    subject, text = rendered("announcement", {"to": request.user, "about": found})
    context = {
        "announcement": found,
        "progress": Progress.of(found),
        "acts": acts,
        "can_change": not reason_against(check_can_change, request.user, found),
        "subject": subject,
        "mail": html_of(subject=subject, text=text),
        "mail_text": text,
    }
    status = 422 if request.method == "POST" else 200
    return _page(request, "announcements/admin/detail.html", context, found.title, status=status)


def _acts(request: HttpRequest, found: Announcement) -> list[Act]:
    """What may be done about it now, in the order of the page."""
    by = person_of(request)

    def attempt(_words: dict[str, Any]) -> str:
        actions.try_announcement(by=by, announcement=found)
        return f"試しのメールを {by.email} に送ります。ほかの方には届きません。"

    def plan(words: dict[str, Any]) -> str:
        actions.plan_announcement(by=by, announcement=found, at=words["at"])
        return f"{datetime_ja(words['at'])}に送ります。" if words["at"] else "送り始めました。"

    def take_back(_words: dict[str, Any]) -> str:
        actions.take_back_announcement(by=by, announcement=found)
        return "予約を取り消しました。下書きに戻っています。"

    def stop(words: dict[str, Any]) -> str:
        actions.stop_announcement(by=by, announcement=found, reason=words["reason"])
        return "止めました。ページとお知らせから消え、まだ出ていないメールは送りません。"

    def form_of(name: str, form_class: type[SiteForm]) -> SiteForm:
        return form_class(request.POST if request.POST.get("act") == name else None, prefix=name, person=by)

    acts = [Act("try", "自分に試しに送る", "自分だけに送る", form_of("try", SiteForm), attempt)]
    if found.is_draft:
        acts.append(Act("plan", "宛先に送る", "送る", form_of("plan", PlanForm), plan))
    if not reason_against(check_can_take_back, by, found):
        acts.append(Act("take_back", "予約を取り消す", "予約を取り消す", form_of("take_back", SiteForm), take_back))
    if not reason_against(check_can_stop, by, found):
        acts.append(Act("stop", "止める", "お知らせを止める", form_of("stop", StopForm), stop))
    return acts


def _form_page(request: HttpRequest, form: AnnouncementForm, title: str) -> HttpResponse:
    return _page(request, "announcements/admin/form.html", {"form": form}, title, status=422 if form.errors else 200)


def _page(request: HttpRequest, template: str, context: dict[str, Any], title: str, *, status: int = 200) -> HttpResponse:
    crumbs = [] if title == _DESK else [{"url": reverse("announcement-desk:index"), "label": _DESK}]
    frame = {"breadcrumbs_items": [*crumbs, {"url": "", "label": title}], "header_title": title, "header_icon": "mail"}
    return render(request, template, context | frame, status=status)
