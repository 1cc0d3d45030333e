"""Staff ask an author to change a post, or let a held one be read."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import person_of, staff_only
from bansou.moderation.forms import DecisionForm
from knowhow import actions
from knowhow.cards import Writer
from knowhow.models import Reply, Topic
from knowhow.permissions import check_can_hide
from knowhow.views.finding import reply_or_404, topic_or_404, trail
from knowhow.views.typing import attempted_once


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def topic_ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a change of a topic."""
    return _ask(request, topic_or_404(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def reply_ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a change of a reply."""
    return _ask(request, reply_or_404(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def topic_release(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a held topic be read."""
    return _release(request, topic_or_404(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def reply_release(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a held reply be read."""
    return _release(request, reply_or_404(request, pk))


def _ask(request: HttpRequest, post: Topic | Reply) -> HttpResponse:
    words = (
        "修正を頼む", "書いた人に、直してほしいことを伝えます。直すまでは、書いた人と事務局だけが読めます。直すと、また表示されます。",
        "修正をお願いしました。",
    )  # fmt: skip
    return _decide(request, post, actions.ask_to_edit, words)


def _release(request: HttpRequest, post: Topic | Reply) -> HttpResponse:
    words = ("確認して表示する", "読める人すべてに表示します。書いた人にメールで知らせます。", "投稿を表示しました。")
    return _decide(request, post, actions.release_post, words)


def _decide(request: HttpRequest, post: Topic | Reply, act: Callable[..., None], words: tuple[str, str, str]) -> HttpResponse:
    """One form with a reason. `words`: the act, what it does, what is said afterwards."""
    check_can_hide(request.user)
    title, lead, done = words
    form = DecisionForm(request.POST or None, person=request.user)
    asked = request.method == "POST" and form.is_valid()
    if asked and attempted_once(form, act, by=person_of(request), target=post, reason=form.cleaned_data["reason"]):
        messages.success(request, done)
        return redirect(post)
    context = {
        "form": form,
        "post": post,
        "writer": Writer.of(post),
        "title": title,
        "lead": lead,
        "breadcrumb": [*trail(post), (title, "")],
    }
    return render(request, "knowhow/post_decide.html", context, status=422 if form.errors else 200)
