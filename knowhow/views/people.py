"""A person in the exchange, for members."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.access import signed_in
from accounts.audiences import audiences_of
from accounts.models import User, profile_of
from accounts.shown_profile import ShownProfile
from knowhow.cards import ReplyLine, TopicCard, TrialLine
from knowhow.own_marks import control_of
from knowhow.person_pages import PersonList, PersonPage
from knowhow.views.finding import FRONT


@require_safe
@signed_in
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """What somebody wrote, and what came of it, as far as the reader may read it. No ranking, and no page for who wrote nothing."""
    found = PersonPage.of(get_object_or_404(User, pk=pk, closed_at=None), request.user)
    if not found.is_known:
        raise Http404
    show = request.GET.get("show", "")
    chosen = PersonList(show) if show in PersonList.values else PersonList.TOPICS
    url = reverse("knowhow:person", args=[pk])
    context = {
        "found": found,
        "profile": ShownProfile.of(found.person, profile_of(pk), found.person.organisation, audiences=audiences_of(request.user)),
        "tabs": found.tabs(url, chosen),
        "chosen": chosen,
        "follow": control_of(request, "writer", found.person, pk=pk) if request.user != found.person else None,
        "breadcrumb": [FRONT, (found.person.display_name, "")],
    }
    if chosen == PersonList.TOPICS:
        page = found.topics(request)
        context |= {"page": page, "topics": [TopicCard.of(topic) for topic in page.items]}
    elif chosen == PersonList.REPLIES:
        replies = found.replies(request)
        context |= {"page": replies, "replies": [ReplyLine.of(reply) for reply in replies.items]}
    else:
        trials = found.trials(request)
        context |= {"page": trials, "trials": [TrialLine.of(trial) for trial in trials.items]}
    return render(request, "knowhow/person_detail.html", context)
