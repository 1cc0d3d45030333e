"""The pages of order for everybody: report, the state of a report, and what staff told a person."""

from urllib.parse import urlsplit

from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import person_of, signed_in
from accounts.refusals import Refused
from bansou.forms.parking import parked_text, parks_typed_text
from bansou.moderation import actions
from bansou.moderation.forms import AnswerForm, ReceiptForm, ReportForm
from bansou.moderation.limits import check_reader_limit
from bansou.moderation.models import Notice, Report
from bansou.moderation.reportables import find, find_by_path, reportable_of
from bansou.notifications.reading import saw

_ME = ("マイページ", "/me/")
_NOTICES = ("運営からの連絡", "/me/notices/")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """Report a problem, with or without an account: `?kind=…&id=…` names a thing, `?about=…` a page."""
    target = _target(request)
    form = ReportForm(initial={"address": request.GET.get("about", "")[:300]}, person=request.user, target=target)
    if request.method == "POST":
        form = ReportForm(request.POST, person=request.user, target=target)
        if form.is_valid() and (made := _reported(request, form, target)):
            return redirect(f"{reverse('moderation:receipt')}?number={made.number}&new=1")
    entry = reportable_of(target) if target is not None else None
    context = {"form": form, "target": target, "noun": entry.noun if entry else "", "breadcrumb": [("運営に知らせる", "")]}
    return render(request, "moderation/report.html", context, status=422 if form.errors else 200)


def _target(request: HttpRequest) -> Model | None:
    """What the address names; 404 where the person may not read it."""
    if "kind" in request.GET:
        target = find(request.GET["kind"], request.GET.get("id", ""), request.user)
        if target is None:
            raise Http404
        return target
    path = urlsplit(request.GET.get("about", "")[:300]).path
    return find_by_path(path, request.user) if path.startswith("/") else None


def _reported(request: HttpRequest, form: ReportForm, target: Model | None) -> Report | None:
    """The report; None where that was refused, with the reason in the form."""
    words = form.cleaned_data
    try:
        if not request.user.is_authenticated:
            check_reader_limit(request, "report")
        return actions.report(
            by=request.user, reason=words["reason"], text=words["text"], target=target, address=words.get("address", ""),
            submission_key=form.submission_key, is_suspect=not (form.is_proven or request.user.is_authenticated),
        )  # fmt: skip
    except Refused as refusal:
        form.add_error(None, refusal.reason)
        return None


@never_cache
@require_safe
def receipt(request: HttpRequest) -> HttpResponse:
    """How far a report is, by its number. What was reported is not told: the number may be in other hands."""
    found: Report | None = None
    form = ReceiptForm(request.GET if "number" in request.GET else None)
    if form.is_valid():
        try:
            check_reader_limit(request, "receipt")
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            found = Report.objects.filter(number=form.cleaned_data["number"]).first()
            if found is None:
                form.add_error("number", "この番号の通報は見つかりません。番号を確かめてください。")
    context = {
        "form": form,
        "report": found,
        "is_new": found is not None and "new" in request.GET,
        "breadcrumb": [("運営に知らせる", "/report/"), ("受付番号で調べる", "")],
    }
    return render(request, "moderation/receipt.html", context, status=422 if form.errors else 200)


@require_safe
@signed_in
def notices(request: HttpRequest) -> HttpResponse:
    """What staff decided about what is mine, the latest hundred."""
    found = Notice.objects.visible_to(request.user).newest_first()[:100]
    return render(request, "moderation/notices.html", {"notices": found, "breadcrumb": [_ME, (_NOTICES[0], "")]})


@require_http_methods(["GET", "HEAD", "POST"])
@parks_typed_text
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Why something was decided, and my answer to it."""
    found = get_object_or_404(Notice.objects.visible_to(request.user).select_related("decision"), pk=pk)
    saw(request, f"decision:{found.pk}")
    form = AnswerForm(initial=dict((parked_text(request) or {}).items()), person=request.user)
    if request.method == "POST":
        form = AnswerForm(request.POST, person=request.user)
        if form.is_valid():
            try:
                actions.answer_notice(
                    by=person_of(request), notice=found, text=form.cleaned_data["text"], submission_key=form.submission_key
                )
            except Refused as refusal:
                form.add_error(None, refusal.reason)
            else:
                messages.success(request, "お返事を事務局に送りました。事務局からの返事も、このページに載ります。")
                return redirect(found)
    context = {
        "notice": found,
        "answers": found.answers.order_by("pk"),
        "form": form,
        "breadcrumb": [_ME, _NOTICES, (found.decision.verb, "")],
    }
    return render(request, "moderation/notice.html", context, status=422 if form.errors else 200)
