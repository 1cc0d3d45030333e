"""What the search page knows about cases."""

from typing import Any

from django.db.models import QuerySet
from wagtail.signals import published

from accounts.audiences import Person
from bansou.search.backend import index_now
from bansou.search.registry import Card, Searchable, register
from cases.models import Case


def card(case: Case) -> Card:
    """A case in the list of results."""
    return Card(
        title=case.title,
        url=case.get_absolute_url(),
        texts=(
            case.summary,
            case.first_request,
            case.situation_before,
            case.real_issue,
            *(text for episode in case.episodes.all() for text in (episode.question, episode.reaction, episode.change)),
            *(getattr(case, name) for name in ("issue_path", "noticing", "conviction", "behaviour_change")),
        ),
        shown_at=case.first_published_at,
        sample_label="見本（架空の事例）" if case.is_sample else "",
        place=f"{case.get_industry_display()}／{case.area_label}",
    )


def visible_to(user: Person) -> QuerySet[Any]:
    """Published cases that the person may read. Unpublished ones are in the index too, so this is what keeps them from being found."""
    return Case.objects.visible_to(user)


def with_card_rows(cases: QuerySet[Any]) -> QuerySet[Any]:
    """With the dialogues that an excerpt may come from; the other rows are found too, but each kind would cost a query here."""
    return cases.prefetch_related("episodes")


def index_published(sender: Any, instance: Case, **_: Any) -> None:
    """A published case is found at once, with its dialogues: they are saved after the signal on which modelsearch indexes."""
    index_now(instance)


def connect() -> None:
    """Called once when the app is ready."""
    register(
        Searchable(
            kind="cases", label="事例", order=2, model=Case, visible_to=visible_to, card=card, with_card_rows=with_card_rows
        )
    )
    published.connect(index_published, sender=Case, dispatch_uid="cases.index_published")
