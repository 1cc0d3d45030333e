"""What the page of a topic asks beside the topic itself, in the same query: what its reader did there and keeps of it, what it links to."""

import datetime
from dataclasses import dataclass, fields

from django.db.models import BooleanField, Exists, ExpressionWrapper, Q, QuerySet, Subquery

from knowhow.models.board import Board
from knowhow.models.bookmarks import Bookmark
from knowhow.models.case_links import CaseOfTopic
from knowhow.models.following import Follow
from knowhow.models.keywords import TopicKeyword
from knowhow.models.mark import Helpful, Trial
from knowhow.models.reading_marks import ReadingMark
from knowhow.models.reply import Reply
from knowhow.models.topic import Topic


@dataclass(frozen=True)
class Surroundings:
    """Of one topic for one person; a visitor took no part and keeps nothing."""

    #: Whether the person wrote the topic or one of its replies, left something at one, or is the board's host.
    took_part: bool
    #: How he follows the topic; None: not.
    own_level: str | None
    read_until: datetime.datetime | None
    is_bookmarked: bool
    #: So that a page asks for neither where there are none.
    has_keywords: bool
    has_cases: bool

    @classmethod
    def of(cls, topic: Topic) -> "Surroundings":
        """Of a topic that was fetched `with_surroundings`."""
        return cls(*(getattr(topic, field.name) for field in fields(cls)))


def with_surroundings(topics: QuerySet[Topic], *, topic: int, person: int) -> QuerySet[Topic]:
    """The topic of this key, with its surroundings for the person of this key. Costly to build: for prepared reads."""
    own = {"topic": topic, "person": person}
    at_a_post = Q(topic=topic) | Q(reply__topic=topic)
    return topics.filter(pk=topic).annotate(
        took_part=ExpressionWrapper(
            Q(author=person)
            | Exists(Board.objects.filter(topics=topic, host=person))
            | Exists(Reply.objects.filter(topic=topic, author=person))
            | Exists(Helpful.objects.filter(at_a_post, author=person))
            | Exists(Trial.objects.filter(at_a_post, author=person)),
            BooleanField(),
        ),
        own_level=Subquery(Follow.objects.filter(**own).values("level")),
        read_until=Subquery(ReadingMark.objects.filter(**own).values("read_until")),
        is_bookmarked=Exists(Bookmark.objects.filter(**own)),
        has_keywords=Exists(TopicKeyword.objects.filter(content_object=topic)),
        has_cases=Exists(CaseOfTopic.objects.filter(topic=topic)),
    )
