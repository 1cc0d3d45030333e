"""What becomes of a post: it solved the question, helped, was tried out. Buttons, and two short forms."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import person_of, signed_in, staff_only
from accounts.refusals import Refused
from bansou.forms.parking import parks_typed_text
from knowhow import actions
from knowhow.forms.answers import ThanksForm, TrialForm
from knowhow.forms.posts import ReasonForm
from knowhow.models import Reply, Topic, Trial
from knowhow.permissions import check_can_hide, check_can_solve, check_can_try
from knowhow.views.finding import reply_or_404, topic_or_404, trail
from knowhow.views.typing import attempted, parked


@require_http_methods(["GET", "HEAD", "POST"])
@parks_typed_text
def reply_solve(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a reply solved the question, with a word of thanks."""
    reply = reply_or_404(request, pk)
    check_can_solve(request.user, reply.topic)
    form = ThanksForm(request.POST if request.method == "POST" else None, initial=parked(request), person=request.user)
    if request.method == "POST" and form.is_valid():
        by = person_of(request)
        if attempted(form, actions.mark_solution, by=by, reply=reply, thanks=form.cleaned_data["thanks"]):
            messages.success(request, "解決にしました。返信した方にメールで知らせます。")
            return redirect(reply)
    context = {"form": form, "post": reply, "breadcrumb": [*trail(reply), ("解決にする", "")]}
    return render(request, "knowhow/reply_solve.html", context)


@require_POST
@signed_in
def reply_unsolve(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a reply did not solve the question after all."""
    reply = reply_or_404(request, pk)
    return _done(request, reply, "解決を取り消しました。", actions.take_solution_back, reply=reply)


@require_POST
@signed_in
def topic_helpful(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a topic's own text helped."""
    return _helpful(request, topic_or_404(request, pk))


@require_POST
@signed_in
def reply_helpful(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a reply helped."""
    return _helpful(request, reply_or_404(request, pk))


@require_POST
@signed_in
def topic_unhelpful(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it back."""
    return _not_helpful(request, topic_or_404(request, pk))


@require_POST
@signed_in
def reply_unhelpful(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it back."""
    return _not_helpful(request, reply_or_404(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
@parks_typed_text
def topic_try(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell how it went when one did what a topic's own text says."""
    return _try(request, topic_or_404(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
@parks_typed_text
def reply_try(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell how it went when one did what a reply says."""
    return _try(request, reply_or_404(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def trial_hide(request: HttpRequest, pk: int) -> HttpResponse:
    """Hide a trial, or show a hidden one again, with a reason."""
    trials = Trial.objects.visible_to(request.user).select_related("author", "topic__board", "reply__topic__board")
    trial = get_object_or_404(trials, pk=pk)
    check_can_hide(request.user)
    form = ReasonForm(request.POST or None, person=request.user)
    if request.method == "POST" and form.is_valid():
        act = actions.show_trial_again if request.POST.get("act") == "show" else actions.hide_trial
        act(by=person_of(request), trial=trial, reason=form.cleaned_data["reason"])
        messages.success(request, "表示に戻しました。" if act is actions.show_trial_again else "非表示にしました。")
        return redirect(trial)
    word = "表示に戻す" if trial.is_hidden else "非表示にする"
    context = {"form": form, "line": trial, "noun": "やってみた", "word": word, "breadcrumb": [*trail(trial.post), (word, "")]}
    return render(request, "knowhow/line_hide.html", context)


def _helpful(request: HttpRequest, post: Topic | Reply) -> HttpResponse:
    return _done(request, post, "「参考になった」を付けました。", actions.mark_helpful, post=post)


def _not_helpful(request: HttpRequest, post: Topic | Reply) -> HttpResponse:
    return _done(request, post, "「参考になった」を取り消しました。", actions.take_helpful_back, post=post)


def _done(request: HttpRequest, at: Topic | Reply, words: str, act: Callable[..., Any], **arguments: Any) -> HttpResponse:
    """Back to the post, with what was done or the reason why not."""
    try:
        act(by=person_of(request), **arguments)
    except Refused as refusal:
        messages.warning(request, refusal.reason)
    else:
        messages.success(request, words)
    return redirect(_place_of(at))


def _place_of(post: Topic | Reply) -> str:
    """Where the post stands on its page."""
    return post.get_absolute_url() if isinstance(post, Reply) else f"{post.get_absolute_url()}#topic-{post.pk}"


def _try(request: HttpRequest, post: Topic | Reply) -> HttpResponse:
    check_can_try(request.user, post)
    own = Trial.objects.at(post).by(request.user).first()
    stored = {"text": own.text} if own else {}
    form = TrialForm(request.POST if request.method == "POST" else None, initial=stored | parked(request), person=request.user)
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        if attempted(form, actions.tell_trial, by=person_of(request), post=post, text=text):
            messages.success(request, "「やってみた」を保存しました。書いた方にも届きます。")
            return redirect(_place_of(post))
    context = {
        "form": form,
        "post": post,
        "own": own,
        "back_url": _place_of(post),
        "breadcrumb": [*trail(post), ("やってみた", "")],
    }
    return render(request, "knowhow/post_try.html", context)
