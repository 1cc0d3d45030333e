"""The pages of the self-check. What is sent to them is in no log and no report of errors, and a visitor's answers are stored nowhere."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import person_of, signed_in
from accounts.refusals import Refused
from bansou.school.models import CheckItem, SelfCheck
from bansou.school.models.self_check import Answers, UnreadableError
from bansou.school.self_check import actions
from bansou.school.self_check.forms import SelfCheckForm
from bansou.school.self_check.parking import park_answers, parked_answers
from bansou.school.self_check.results import Result
from bansou.school.self_check.suggestions import suggestions_for

_LEARN, _START = ("学ぶ", "/learn/"), ("自己点検", "/learn/self-check/")


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What it is and who sees it; for the signed-in what they answered so far."""
    checks = list(SelfCheck.objects.of(request.user))
    context = {
        "unfinished": next((check for check in checks if check.finished_at is None), None),
        "finished": [check for check in checks if check.finished_at is not None],
        "breadcrumb": [_LEARN, (_START[0], "")],
    }
    return render(request, "school/self_check/start.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@sensitive_variables()
@cache_control(private=True, no_store=True)
def answer(request: HttpRequest) -> HttpResponse:
    """The form. A visitor's result is the answer to his POST; that of the signed-in has an address."""
    items = list(CheckItem.objects.all())
    if request.method != "POST":
        unfinished = SelfCheck.objects.of(request.user).unfinished().first()
        form = SelfCheckForm(items=items, person=request.user, initial=_answered_before(request, unfinished))
        return _form_page(request, form, unfinished=unfinished)
    form = SelfCheckForm(request.POST, items=items, person=request.user)
    is_complete = form.is_valid()
    if request.user.is_authenticated:
        return _person_answered(request, form, is_complete=is_complete)
    return _visitor_answered(request, form, is_complete=is_complete)


@require_POST
@sensitive_post_parameters()
@sensitive_variables()
def keep(request: HttpRequest) -> HttpResponse:
    """Keep what is answered so far, while somebody answers; a line of words for the page. The form works without it."""
    if not request.user.is_authenticated:
        return _line(request, "ログインが切れています。ボタンを押すと、ログインしたあと、この続きから始められます。", status=401)
    form = SelfCheckForm(request.POST, items=list(CheckItem.objects.all()), person=request.user)
    form.is_valid()
    try:
        actions.keep_answers(by=person_of(request), answers=form.answers, submission_key=form.submission_key)
    except Refused as refusal:
        return _line(request, refusal.reason, status=429)
    now = timezone.localtime()
    return _line(request, f"ここまでの答えを保存しました（{now.hour}:{now.minute:02}）。")


@require_safe
@signed_in
@sensitive_variables()
def result(request: HttpRequest, pk: int) -> HttpResponse:
    """One of one's own results, beside the one before it."""
    own = SelfCheck.objects.of(request.user).finished()
    check = get_object_or_404(own, pk=pk)
    before = own.filter(finished_at__lt=check.finished_at).first()
    try:
        answers = check.answers
    except UnreadableError:
        return render(
            request, "school/self_check/unreadable.html", {"check": check, "breadcrumb": [_LEARN, _START, ("結果", "")]}
        )
    return _result_page(request, answers, check=check, before=before)


@require_POST
@signed_in
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete one of one's own."""
    check = get_object_or_404(SelfCheck.objects.of(request.user), pk=pk)
    actions.drop_self_check(check=check, by=person_of(request))
    messages.success(request, "答えを消しました。")
    return redirect("self_check:start")


@sensitive_variables()
def _person_answered(request: HttpRequest, form: SelfCheckForm, *, is_complete: bool) -> HttpResponse:
    """To his result, where he wants it and nothing is missing; in every other case what he answered so far is kept."""
    is_later = "later" in request.POST
    write = actions.finish_self_check if is_complete and not is_later else actions.keep_answers
    try:
        check = write(by=person_of(request), answers=form.answers, submission_key=form.submission_key)
    except Refused as refusal:
        form.add_error(None, refusal.reason)
        return _form_page(request, form)
    if check is not None:
        return redirect("self_check:result", check.pk)
    if is_later:
        messages.success(request, "ここまでの答えを保存しました。続きは、いつでも始められます。")
        return redirect("self_check:start")
    return _form_page(request, form, is_kept=True)


@sensitive_variables()
def _visitor_answered(request: HttpRequest, form: SelfCheckForm, *, is_complete: bool) -> HttpResponse:
    """His result, with nothing stored; or to the sign-in, where he asked for that or was signed in when he began."""
    if "sign_in" in request.POST or "typed_by" in request.POST:
        park_answers(request, form.answers)
        return redirect_to_login(reverse("self_check:answer"))
    if is_complete:
        return _result_page(request, form.answers)
    return _form_page(request, form)


def _answered_before(request: HttpRequest, unfinished: SelfCheck | None) -> Answers:
    """What the form begins with: what is kept, and above it what was answered before signing in."""
    kept = unfinished.answers_or_none if unfinished else {}
    parked = parked_answers(request) if request.user.is_authenticated else {}
    if parked:
        messages.info(request, "ログインの前の答えを元に戻しました。まだ保存されていません。")
    return kept | parked


def _form_page(
    request: HttpRequest, form: SelfCheckForm, *, is_kept: bool = False, unfinished: SelfCheck | None = None
) -> HttpResponse:
    """The form; where something is missing it says first what became of the answers that are there."""
    words = "ここまでの答えは保存しました。" if is_kept else "ここまでの答えは、この画面に残っています。"
    context = {
        "form": form,
        "words": f"{words}次のことを確かめてください。",
        "unfinished": unfinished,
        "breadcrumb": [_LEARN, _START, ("答える", "")],
    }
    return render(request, "school/self_check/form.html", context, status=422 if form.errors else 200)


@sensitive_variables()
def _result_page(
    request: HttpRequest, answers: Answers, *, check: SelfCheck | None = None, before: SelfCheck | None = None
) -> HttpResponse:
    """The page of the answers; `check` is None for a visitor. An item that came later than the answers is not in it."""
    items = [item for item in CheckItem.objects.all() if item.code in answers]
    found = Result.of(items, answers, before.answers_or_none if before else None)
    context = {
        "check": check,
        "before": before,
        "answers": answers,
        "result": found,
        "suggestions": suggestions_for(found, request.user),
        "breadcrumb": [_LEARN, _START, ("結果", "")],
    }
    return render(request, "school/self_check/result.html", context)


def _line(request: HttpRequest, words: str, *, status: int = 200) -> HttpResponse:
    return render(request, "school/self_check/kept.html", {"words": words}, status=status)
