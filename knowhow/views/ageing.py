"""What becomes of topics that nobody answers or goes on with: the hosts' list, and opening an archived topic again."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import person_of
from accounts.refusals import reason_against
from bansou.forms.parking import parks_typed_text
from bansou.lists.keyset import keyset_page
from knowhow import actions
from knowhow.cards import TopicCard
from knowhow.forms.answers import ReopeningForm
from knowhow.models import Board, ReopeningRequest, Topic
from knowhow.permissions import check_can_ask_reopening, check_can_reopen
from knowhow.views.finding import FRONT, topic_or_404, trail
from knowhow.views.typing import attempted, parked

#: Requests to open a topic again that stand on the hosts' list, the oldest first.
REQUESTS_SHOWN = 20


@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """For hosts: questions on their boards that nobody answered in a month, and archived topics that somebody wants to go on with."""
    boards = list(Board.objects.hosted_by(request.user))
    if not boards:
        raise Http404
    topics = Topic.objects.listed_for(request.user).filter(board__in=boards).unanswered_for_long().active()
    page = keyset_page(topics.for_cards(), request, order=("-last_posted_at", "-pk"))
    requests = ReopeningRequest.objects.filter(topic__in=Topic.objects.listed_for(request.user).filter(board__in=boards))
    context = {
        "boards": boards,
        "page": page,
        "topics": [TopicCard.of(topic) for topic in page.items],
        "requests": requests.select_related("topic__board", "author")[:REQUESTS_SHOWN],
        "breadcrumb": [FRONT, ("案内役のページ", "")],
    }
    return render(request, "knowhow/waiting.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@parks_typed_text
def topic_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Open an archived topic again; whoever may not, asks its host for it."""
    topic = topic_or_404(request, pk)
    if not topic.is_archived:
        return redirect(topic)
    may_reopen = not reason_against(check_can_reopen, request.user, topic)
    if may_reopen and request.method == "POST":
        actions.reopen_topic(by=person_of(request), topic=topic)
        messages.success(request, "もう一度開きました。返信できます。")
        return redirect(topic)
    if not may_reopen:
        check_can_ask_reopening(request.user, topic)
    form = ReopeningForm(request.POST if request.method == "POST" else None, initial=parked(request), person=request.user)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempted(form, actions.ask_reopening, by=person_of(request), topic=topic, reason=reason):
            messages.success(request, "お願いを届けました。話題が開くと、メールでお知らせします。")
            return redirect(topic)
    context = {
        "topic": topic,
        "form": form,
        "may_reopen": may_reopen,
        "breadcrumb": [*trail(topic), ("もう一度開く", "")],
    }
    return render(request, "knowhow/topic_reopen.html", context)
