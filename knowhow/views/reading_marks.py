"""What a person has not read yet."""

from django.contrib import messages
from django.db.models import Value
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import person_of, signed_in
from accounts.refusals import Refused
from bansou.lists.keyset import keyset_page
from knowhow import actions
from knowhow.cards import TopicCard
from knowhow.models import Surroundings, Topic
from knowhow.models.reading_marks import UNREAD_DAYS
from knowhow.own_marks import first_unread
from knowhow.views.finding import FRONT, topic_or_404


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def unread(request: HttpRequest) -> HttpResponse:
    """Followed topics with something new; a POST says that all of it is read."""
    if request.method == "POST":
        try:
            actions.mark_all_read(by=person_of(request))
            messages.success(request, "すべて既読にしました。")
        except Refused as refusal:
            messages.error(request, refusal.reason)
        return redirect("knowhow:unread")
    topics = Topic.objects.listed_for(request.user).shown().unread_by(request.user).for_cards()
    page = keyset_page(topics.annotate(is_unread=Value(value=True)), request, order=("-last_posted_at", "-pk"))
    context = {
        "page": page,
        "topics": [TopicCard.of(topic) for topic in page.items],
        "days": UNREAD_DAYS,
        "breadcrumb": [FRONT, ("未読の話題", "")],
    }
    return render(request, "knowhow/unread.html", context)


@require_safe
@signed_in
def topic_unread(request: HttpRequest, pk: int) -> HttpResponse:
    """Leads to the first reply that the person has not seen, or to the topic. Looked for when it is pressed: the list may be open for long."""
    found = topic_or_404(request, pk)
    return redirect(first_unread(request, found, Surroundings.of(found).read_until) or found)
