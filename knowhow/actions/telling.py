"""Who is told of what happens in the exchange: the words are in `knowhow.tellers`, which ask again when a mail leaves."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from accounts.readers import readers_of
from bansou.moderation.actions import tell as tell_of_decision
from bansou.moderation.models import Decision
from bansou.notifications.actions import tell
from bansou.notifications.models import Occurrence
from knowhow.models import Board, Mention, Reply, Topic, Trial
from knowhow.tellers.finding import topic_of
from knowhow.tellers.posts import with_wish_for

#: Questions of one board of which its host hears in one day: a first run meets years of them.
UNANSWERED_AT_ONCE = 10


def thread_of(topic: Topic) -> str:
    """The thread of everything that is told about a topic: one mail, and read when the topic is read."""
    return f"topic:{topic.pk}"


def tell_of_reply(reply: Reply) -> None:
    """Everybody whom a new reply concerns, each once: whom it calls, who opened the topic, and (by the worker) who follows it."""
    topic, telling = reply.topic, _telling(reply)
    tell_called(reply)
    if opener := list(_readers(topic, reply).filter(pk=topic.author_id)):
        tell("own_reply", to=opener, **telling)
    tell("reply", **telling)


def tell_of_topic(topic: Topic) -> None:
    """Whom a new topic calls, and (by the worker) who follows its board, one of its keywords or who wrote it. Of clinics nobody."""
    tell_called(topic)
    if not topic.alias:
        tell("topic", **_telling(topic))


def tell_called(post: Topic | Reply) -> None:
    """Those whom a post calls; whoever was told of the post already is not told again."""
    called = Mention.objects.of(post).values("person")
    if people := list(_readers(topic_of(post), post).filter(pk__in=called)):
        tell("mention", to=people, detail={"is_topic": isinstance(post, Topic)}, **_telling(post))


def tell_author(post: Topic | Reply, event: str, *, by: User, target_id: int | None = None) -> None:
    """The author of a post what somebody did with it, as long as he reads the board."""
    topic = topic_of(post)
    author = readers_of(topic.board.audience).filter(pk=post.author_id).exclude(pk=by.pk)
    tell(event, target_id=target_id or post.pk, thread=thread_of(topic), by=by, to=author)


def tell_helped(post: Topic | Reply) -> None:
    """The author that his post helped, once a day. Nobody learns whom."""
    topic, is_topic = topic_of(post), isinstance(post, Topic)
    tell(
        "helpful",
        target_id=post.pk,
        thread=thread_of(topic),
        to=readers_of(topic.board.audience).filter(pk=post.author_id),
        key=f"helpful:{'topic' if is_topic else 'reply'}:{post.pk}:{timezone.localdate()}",
        detail={"is_topic": is_topic},
    )


def tell_decision(event: str, of: Topic | Reply | Trial, decision: Decision) -> None:
    """The author what staff did with his post, with a page where he answers; not where he did it himself."""
    topic = topic_of(of.post if isinstance(of, Trial) else of)
    if of.author_id != decision.by_id:
        tell_of_decision(person=of.author, decision=decision, target=of, event=event, detail={"topic": topic.pk})


def tell_hosts_of_unanswered() -> None:
    """Each board's host, once, of the questions that nobody answered in a month. For the daily run."""
    told = Occurrence.objects.filter(event="unanswered").values("target_id")
    for board in Board.objects.exclude(host=None).with_hosts():
        host = board.host
        if host and board.is_hosted_by(host):
            waiting = Topic.objects.unanswered_for_long().filter(board=board).exclude(pk__in=told)
            for topic in waiting.order_by("-created_at")[:UNANSWERED_AT_ONCE]:
                tell("unanswered", target_id=topic.pk, thread=f"board:{board.pk}", to=[host])


def _telling(post: Topic | Reply) -> dict[str, Any]:
    """What all tellings of one post have in common. Under an alias nobody did it: the row would say who."""
    kind = "topic" if isinstance(post, Topic) else "reply"
    return {
        "target_id": post.pk,
        "thread": thread_of(topic_of(post)),
        "by": None if post.alias else post.author,
        "key": f"{kind}:{post.pk}",
    }


def _readers(topic: Topic, post: Topic | Reply) -> QuerySet[User]:
    """Who may hear of a post: readers of the board but its author, with what each wishes of the topic."""
    return with_wish_for(readers_of(topic.board.audience).exclude(pk=post.author_id), topic)
