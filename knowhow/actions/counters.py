"""What topics and replies know about what hangs on them: kept on every write, so that no page has to count."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Case, Count, Expression, F, Max, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Greatest

from bansou.search.backend import index_now
from knowhow.models import Helpful, Reply, Topic, TopicKind, Trial

#: Posts that are counted anew in one transaction: nobody who posts waits longer for one of their rows.
RECOUNTED_AT_ONCE = 1_000


def count_new_reply(reply: Reply) -> None:
    """A reply more, and the topic moves to the top of its board."""
    Topic.objects.filter(pk=reply.topic_id).update(
        reply_count=F("reply_count") + 1, last_posted_at=Greatest(F("last_posted_at"), reply.created_at)
    )
    index_topic(reply.topic_id)


def count_hidden_reply(reply: Reply) -> None:
    """A reply less; the topic falls back to its latest post that everybody sees."""
    _count_with(reply, difference=-1)


def count_shown_reply(reply: Reply) -> None:
    """The reply is back."""
    _count_with(reply, difference=1)


def count_solutions(topic_id: int) -> None:
    """Whether the topic is solved: when one of its replies in sight was last said to have solved it."""
    _held(topic_id).update(solved_at=_of_topic()["solved_at"])


def count_anew(topic: Topic) -> None:
    """Count everything of a topic anew, where many replies came or went at once."""
    _held(topic.pk).update(**_of_topic())
    index_topic(topic.pk)


def index_topic(topic_id: int) -> None:
    """Bring the search index up to date with the topic's replies, at once: what was hidden or taken out must not be found a minute longer."""
    index_now(Topic.objects.get(pk=topic_id))


@dataclass(frozen=True)
class Miscount:
    """What a post keeps, and what counting gives."""

    post: str
    name: str
    kept: object
    counted: object


def miscounted[P: (Topic, Reply)](posts: QuerySet[P]) -> list[Miscount]:
    """Every kept value of the posts that differs from what counting gives."""
    values: dict[str, Expression] = _of(posts.model)
    rows = posts.annotate(**{f"counted_{name}": counted for name, counted in values.items()}).order_by("pk")
    names = [*values, *(f"counted_{name}" for name in values)]
    noun = posts.model._meta.verbose_name
    return [
        Miscount(f"{noun}{row['pk']}", name, row[name], row[f"counted_{name}"])
        for row in rows.values("pk", *names).iterator(5_000)
        for name in values
        if row[name] != row[f"counted_{name}"]
    ]


def recount(model: type[Topic] | type[Reply]) -> Iterator[Miscount]:
    """Count every topic, or every reply, anew and mend what differs, a part at a time, held while it is counted. Gives what was mended."""
    everything: QuerySet[Any] = model._default_manager.order_by("pk")
    last = 0
    while True:
        with transaction.atomic():
            held = everything.select_for_update().filter(pk__gt=last)
            part = list(held.values_list("pk", flat=True)[:RECOUNTED_AT_ONCE])
            if not part:
                return
            posts = everything.filter(pk__in=part)
            found = miscounted(posts)
            if found:
                posts.update(**_of(model))
        yield from found
        last = part[-1]


def _count_with(reply: Reply, *, difference: int) -> None:
    counted = _of_topic()
    _held(reply.topic_id).update(
        reply_count=F("reply_count") + difference, last_posted_at=counted["last_posted_at"], solved_at=counted["solved_at"]
    )
    index_topic(reply.topic_id)


def _held(topic_id: int) -> QuerySet[Topic]:
    """The topic's row, held first: a statement that waits for it counts by what it saw before it waited."""
    Topic.objects.select_for_update().only("pk").get(pk=topic_id)
    return Topic.objects.filter(pk=topic_id)


def _of(model: type[Topic] | type[Reply]) -> dict[str, Expression]:
    return _of_topic() if model is Topic else _of_post("reply")


def _of_topic() -> dict[str, Expression]:
    """Each kept value of a topic as an expression that counts it. A split or merge may bring solutions to what is no question."""
    shown = Reply.objects.shown().filter(topic=OuterRef("pk")).order_by().values("topic")
    latest_solution = Reply.objects.solutions().filter(topic=OuterRef("pk")).order_by("-solved_at").values("solved_at")[:1]
    return _of_post("topic") | {
        "reply_count": _number(shown),
        "last_posted_at": Greatest(
            F("created_at"), Coalesce(Subquery(shown.annotate(latest=Max("created_at")).values("latest")), F("created_at"))
        ),
        "solved_at": Case(When(kind=TopicKind.QUESTION, then=Subquery(latest_solution)), default=Value(None)),
    }


def _of_post(place: str) -> dict[str, Expression]:
    at_post = {place: OuterRef("pk")}
    return {
        "helpful_count": _number(Helpful.objects.filter(**at_post).order_by().values(place)),
        "tried_count": _number(Trial.objects.filter(**at_post, hidden_at=None).order_by().values(place)),
    }


def _number(grouped: QuerySet[Any, Any]) -> Expression:
    return Coalesce(Subquery(grouped.annotate(number=Count("pk")).values("number")), 0)
