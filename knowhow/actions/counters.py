"""What a topic knows about its replies: kept on every write, so that no list has to count."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Expression, F, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from bansou.search.backend import index_now
from knowhow.models import Reply, Topic

#: Topics that are counted anew in one transaction: nobody who posts waits longer for one of their rows.
RECOUNTED_AT_ONCE = 1_000


def count_new_reply(reply: Reply) -> None:
    """A reply more, and the topic moves to the top of its board."""
    Topic.objects.filter(pk=reply.topic_id).update(
        reply_count=F("reply_count") + 1, last_posted_at=Greatest(F("last_posted_at"), reply.created_at)
    )
    index_topic(reply.topic_id)


def count_hidden_reply(reply: Reply) -> None:
    """A reply less; the topic falls back to its latest post that everybody sees."""
    _recount(reply, difference=-1)


def count_shown_reply(reply: Reply) -> None:
    """The reply is back."""
    _recount(reply, difference=1)


def count_solutions(topic_id: int) -> None:
    """Whether the topic is solved: when one of its replies in sight was last said to have solved it."""
    latest = Reply.objects.solutions().filter(topic=OuterRef("pk")).order_by("-solved_at").values("solved_at")[:1]
    Topic.objects.filter(pk=topic_id).update(solved_at=Subquery(latest))


def index_topic(topic_id: int) -> None:
    """Bring the search index up to date with the topic's replies, at once: what was hidden or taken out must not be found a minute longer."""
    index_now(Topic.objects.get(pk=topic_id))


@dataclass(frozen=True)
class Miscount:
    """What a topic keeps, and what counting gives."""

    topic_id: int
    name: str
    kept: object
    counted: object


def miscounted(topics: QuerySet[Topic] | None = None) -> list[Miscount]:
    """Every kept value of the topics (all, unless some are given) that differs from what counting gives."""
    rows = (Topic.objects.all() if topics is None else topics).annotate(
        **{f"counted_{name}": counted for name, counted in _counted().items()}
    )
    return [
        Miscount(row["pk"], name, row[name], row[f"counted_{name}"])
        for row in rows.order_by("pk").values("pk", *_counted(), *(f"counted_{name}" for name in _counted())).iterator(5_000)
        for name in _counted()
        if row[name] != row[f"counted_{name}"]
    ]


def recount_topics() -> Iterator[Miscount]:
    """Count every topic anew and mend what differs, a part at a time, held while it is counted. Gives what was mended."""
    last = 0
    while True:
        with transaction.atomic():
            part = list(
                Topic.objects.select_for_update()
                .filter(pk__gt=last)
                .order_by("pk")
                .values_list("pk", flat=True)[:RECOUNTED_AT_ONCE]
            )
            if not part:
                return
            topics = Topic.objects.filter(pk__in=part)
            found = miscounted(topics)
            if found:
                topics.filter(pk__in={miscount.topic_id for miscount in found}).update(**_counted())
        yield from found
        last = part[-1]


def _recount(reply: Reply, *, difference: int) -> None:
    # Held first: a statement that waits for the row counts by what it saw before it waited.
    Topic.objects.select_for_update().only("pk").get(pk=reply.topic_id)
    Topic.objects.filter(pk=reply.topic_id).update(
        reply_count=F("reply_count") + difference, last_posted_at=_counted()["last_posted_at"]
    )
    count_solutions(reply.topic_id)
    index_topic(reply.topic_id)


def _counted() -> dict[str, Expression]:
    """Each kept value of a topic as an expression that counts it."""
    shown = Reply.objects.shown().filter(topic=OuterRef("pk")).order_by().values("topic")
    return {
        "reply_count": Coalesce(Subquery(shown.annotate(number=Count("pk")).values("number")), 0),
        "last_posted_at": Greatest(
            F("created_at"), Coalesce(Subquery(shown.annotate(latest=Max("created_at")).values("latest")), F("created_at"))
        ),
    }
