"""What a topic knows about its replies: kept on every write, so that no list has to count."""

from django.db.models import F, Max, OuterRef, Subquery
from django.db.models.functions import Coalesce, Greatest

from bansou.search.backend import index_now
from knowhow.models import Reply, Topic


def count_new_reply(reply: Reply) -> None:
    """A reply more, and the topic moves to the top of its board."""
    Topic.objects.filter(pk=reply.topic_id).update(
        reply_count=F("reply_count") + 1, last_posted_at=Greatest(F("last_posted_at"), reply.created_at)
    )
    index_topic(reply.topic_id)


def count_replies_anew(topic: Topic) -> None:
    """Count anew, where many replies came or went at once."""
    shown = Reply.objects.shown().filter(topic=topic).order_by()
    latest = shown.aggregate(latest=Max("created_at"))["latest"]
    Topic.objects.filter(pk=topic.pk).update(
        reply_count=shown.count(), last_posted_at=Greatest(F("created_at"), latest or topic.created_at)
    )
    index_topic(topic.pk)


def count_hidden_reply(reply: Reply) -> None:
    """A reply less; the topic falls back to its latest post that everybody sees."""
    _recount(reply, difference=-1)


def count_shown_reply(reply: Reply) -> None:
    """The reply is back."""
    _recount(reply, difference=1)


def index_topic(topic_id: int) -> None:
    """Bring the search index up to date with the topic's replies, at once: what was hidden or taken out must not be found a minute longer."""
    index_now(Topic.objects.get(pk=topic_id))


def _recount(reply: Reply, *, difference: int) -> None:
    latest = (
        Reply.objects.shown()
        .filter(topic=OuterRef("pk"))
        .order_by()
        .values("topic")
        .annotate(latest=Max("created_at"))
        .values("latest")
    )
    Topic.objects.filter(pk=reply.topic_id).update(
        reply_count=F("reply_count") + difference,
        last_posted_at=Greatest(F("created_at"), Coalesce(Subquery(latest), F("created_at"))),
    )
    index_topic(reply.topic_id)
