"""What a signed-in person keeps of a topic, as its page shows it: beside the remembered parts, never inside."""

import datetime
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from accounts.access import person_of
from accounts.audiences import Person, Reader
from accounts.models import User
from bansou.lists.prepared import PreparedRead
from bansou.notifications.reading import saw
from knowhow import actions
from knowhow.models import Board, Follow, FollowLevel, Reply, Surroundings, Topic
from knowhow.models.following import Wide
from knowhow.reply_pages import REPLIES_PER_PAGE, ReplyPage

#: What each level means, for somebody who chooses one.
LEVEL_HINTS: dict[str, str] = {
    FollowLevel.ALL: "お知らせを、そのつど受け取る",
    FollowLevel.DIGEST: "お知らせを、まとめて受け取る",
    FollowLevel.NONE: "お知らせも未読も受け取らない",
}
_COUNTED_AT_MOST = 100
#: Each takes some 50 KB; most people follow nothing wide, others a board or two.
_PREPARED_AT_MOST = 100
_KIND_WORDS = {"topic": "話題", "board": "掲示板", "keyword": "キーワード", "writer": "人"}


@dataclass(frozen=True)
class FollowControl:
    """The component `follow_control`: what can be followed, how it is now ("": not), and where the person comes back to."""

    kind: str
    pk: int
    name: str
    level: str
    back: str
    #: The page of what is followed, for lists.
    url: str = ""

    @classmethod
    def of(cls, follow: Follow, *, back: str) -> "FollowControl":
        """The control of something that is followed already, for a list."""
        thing = follow.followed
        url = thing.get_absolute_url() if isinstance(thing, Topic | Board) else ""
        if follow.kind in ("keyword", "writer"):
            url = reverse(f"knowhow:{'person' if follow.kind == 'writer' else 'keyword'}", args=[thing.pk])
        return cls(follow.kind, thing.pk, str(thing), follow.level, back, url)

    @property
    def kind_words(self) -> str:
        """What it is."""
        return _KIND_WORDS[self.kind]

    @property
    def level_words(self) -> str:
        """The level in words."""
        return FollowLevel(self.level).label if self.level else ""

    @property
    def levels(self) -> list[tuple[str, str, str]]:
        """Value, words and meaning of each."""
        return [(value, words, LEVEL_HINTS[value]) for value, words in FollowLevel.choices]


def control_of(request: HttpRequest, kind: str, thing: object, *, pk: int) -> FollowControl | None:
    """The control for a board, a keyword or a person on its own page; one query. None for a visitor."""
    if not request.user.is_authenticated:
        return None
    level = Follow.objects.of(request.user).filter(**{kind: pk}).values_list("level", flat=True).first()
    return FollowControl(kind, pk, str(thing), level or "", request.path)


def unread_words(user: Person, wide: Wide | None = None) -> str:
    """How many topics wait for the person, for a link; "" for nothing. More than ninety-nine are not counted. Two queries, one where `wide` is known."""
    if not user.is_authenticated:
        return ""
    followed = (wide or Wide.of(user)).as_arguments()
    kinds = tuple((name, type(value)) for name, value in followed.items())
    number = len(_unread_of(Reader.like(user), kinds)(person=user.pk, **followed))
    return f"{_COUNTED_AT_MOST - 1}件以上" if number == _COUNTED_AT_MOST else f"{number}件" if number else ""


@lru_cache(maxsize=_PREPARED_AT_MOST)
def _unread_of(reader: Reader, kinds: tuple[tuple[str, type], ...]) -> PreparedRead:
    """How people of these audiences read, who follow as many things of each kind (`Wide.as_arguments`)."""

    def build(person: int, **followed: Any) -> QuerySet[Topic, Any]:
        topics = Topic.objects.listed_for(cast("Person", reader)).shown()
        # In no order: it stops at the hundredth, and would else sort all of them first.
        unread = topics.unread_by(User.of_key(person), wide=Wide.of_arguments(followed)).order_by()
        return unread.values_list("pk")[:_COUNTED_AT_MOST]

    return PreparedRead(build, more=dict(kinds))


@dataclass(frozen=True)
class OwnMarks:
    """How the person follows the topic, where he stopped reading, and whether he put a bookmark in it."""

    follow: FollowControl
    first_unread_url: str
    is_bookmarked: bool


def own_marks(request: HttpRequest, topic: Topic, around: Surroundings) -> OwnMarks | None:
    """The person's marks; None for a visitor. Asks for the first unread reply only where there may be one."""
    if not request.user.is_authenticated:
        return None
    first = first_unread(request, topic, around.read_until)
    control = FollowControl("topic", topic.pk, topic.title, around.own_level or "", topic.get_absolute_url())
    return OwnMarks(control, first.get_absolute_url() if first else "", around.is_bookmarked)


def first_unread(request: HttpRequest, topic: Topic, read_until: datetime.datetime | None) -> Reply | None:
    """The first reply by somebody else after the person's mark; None where he has seen all, or was never here."""
    if read_until is None or read_until >= topic.last_posted_at:
        return None
    later = Reply.objects.visible_to(request.user).shown().filter(topic=topic, created_at__gt=read_until)
    return later.exclude(author=person_of(request)).order_by("created_at", "pk").first()


def read_page(request: HttpRequest, topic: Topic, page: ReplyPage, read_until: datetime.datetime | None) -> None:
    """Note that the person has seen this part of the topic. Nothing is fetched where the address names no part and there is but one."""
    if request.method != "GET" or not request.user.is_authenticated or "prefetch" in request.headers.get("Sec-Purpose", ""):
        return
    is_whole = not request.GET and topic.reply_count <= REPLIES_PER_PAGE
    is_end = is_whole or not page.next_query
    until = topic.last_posted_at if is_end else page.items[-1].created_at
    saw(request, f"topic:{topic.pk}", until=None if is_end else until)
    if read_until is None or read_until < until:
        actions.mark_read(by=person_of(request), topic=topic, until=until)
