"""The topics of an organisation's people on its page, as far as those want to stand there."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from accounts.models import Membership, Organisation
from accounts.organisation_page import register_organisation_part
from knowhow.cards import TopicCard
from knowhow.models import Topic

_SHOWN = 10


def connect() -> None:
    """Stand on every organisation's page."""
    register_organisation_part(topics_of)


def topics_of(request: HttpRequest, organisation: Organisation) -> SafeString | str:
    """The latest ones that the reader may read. A topic tells the kind alone of its writer's organisation, so whoever is not named here is left out."""
    people = Membership.objects.shown_at(organisation).values("user_id")
    topics = Topic.objects.listed_for(request.user).shown().filter(organisation=organisation, author__in=people, alias="")
    cards = [TopicCard.of(topic) for topic in topics.for_cards().order_by("-created_at", "-pk")[:_SHOWN]]
    return render_to_string("knowhow/at_organisation.html", {"topics": cards}, request) if cards else ""
