"""What a person's page in the exchange shows a reader: only what the reader may read anyway, and nothing written under an alias."""

from dataclasses import dataclass

from django.db import models
from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce
from django.http import HttpRequest

from accounts.audiences import Person
from accounts.models import User
from bansou.lists.keyset import KeysetPage, keyset_page
from knowhow.models import Board, Reply, Topic, Trial
from knowhow.models.reply import ReplyQuerySet
from knowhow.models.topic import TopicQuerySet
from knowhow.topic_lists import ListTab

_NEWEST_FIRST = ("-created_at", "-pk")


class PersonList(models.TextChoices):
    """The parts of a person's page, each at an address of its own."""

    TOPICS = "topics", "話題"
    REPLIES = "replies", "返信"
    TRIED = "tried", "やってみた"


@dataclass(frozen=True)
class PersonPage:
    """One person, as a reader sees him."""

    person: User
    reader: Person
    boards: list[Board]
    counts: dict[PersonList, int]

    @classmethod
    def of(cls, person: User, reader: Person) -> "PersonPage":
        """In three queries. `tried` counts those who tried what the person wrote."""
        numbers = [
            posts.aggregate(count=Count("pk"), tried=Coalesce(Sum("tried_count"), 0))
            for posts in (_topics(person, reader), _replies(person, reader))
        ]
        return cls(
            person=person,
            reader=reader,
            boards=list(Board.objects.visible_to(reader).filter(host=person)),
            counts={
                PersonList.TOPICS: numbers[0]["count"],
                PersonList.REPLIES: numbers[1]["count"],
                PersonList.TRIED: numbers[0]["tried"] + numbers[1]["tried"],
            },
        )

    @property
    def is_known(self) -> bool:
        """Whether the reader has met the person in the exchange: there is no page for the others, so that nobody lists all members."""
        return self.reader == self.person or bool(self.boards) or any(self.counts.values())

    def tabs(self, url: str, chosen: PersonList) -> list[ListTab]:
        """A link to each part, with its number."""
        return [
            ListTab(
                f"{each.label} {self.counts[each]}", url if each == PersonList.TOPICS else f"{url}?show={each}", each == chosen
            )
            for each in PersonList
        ]

    def topics(self, request: HttpRequest) -> KeysetPage[Topic]:
        """What the person opened."""
        return keyset_page(_topics(self.person, self.reader).for_cards(), request, order=_NEWEST_FIRST)

    def replies(self, request: HttpRequest) -> KeysetPage[Reply]:
        """What the person answered."""
        return keyset_page(_replies(self.person, self.reader).select_related("topic"), request, order=_NEWEST_FIRST)

    def trials(self, request: HttpRequest) -> KeysetPage[Trial]:
        """What others tell who tried what the person wrote."""
        trials = Trial.objects.filter(
            Q(topic__in=_topics(self.person, self.reader).values("pk"))
            | Q(reply__in=_replies(self.person, self.reader).values("pk")),
            hidden_at=None,
        )
        rows = trials.select_related("author", "organisation", "topic", "reply__topic")
        return keyset_page(rows, request, order=_NEWEST_FIRST)


def _topics(person: User, reader: Person) -> TopicQuerySet:
    return Topic.objects.listed_for(reader).shown().filter(author=person, alias="")


def _replies(person: User, reader: Person) -> ReplyQuerySet:
    return Reply.objects.visible_to(reader).shown().filter(author=person, alias="")
