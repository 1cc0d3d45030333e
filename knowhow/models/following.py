"""Following: what a person wants to hear of, and how much of it."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.audiences import Person
from bansou.lists.prepared import PreparedRead
from cases.models import Keyword
from knowhow.models.board import Board
from knowhow.models.keywords import TopicKeyword

#: What can be followed: the names of the fields of which a row has exactly one.
FOLLOWED_KINDS = ("topic", "board", "keyword", "writer")
#: Those that bring topics along which the person has not opened yet.
WIDE_KINDS = ("board", "keyword", "writer")


class FollowLevel(models.TextChoices):
    """How much of it. Who tells whom, and when, is the matter of `bansou.notifications`."""

    ALL = "all", "すべて"
    DIGEST = "digest", "まとめて"
    NONE = "none", "見ない"


#: Levels at which new posts are unread until they are read.
HEARD = (FollowLevel.ALL, FollowLevel.DIGEST)


class FollowQuerySet(models.QuerySet["Follow"]):
    """Reads of follows."""

    def of(self, user: Person) -> "FollowQuerySet":
        """The person's own; nobody sees what others follow."""
        return self.filter(person_id=user.pk) if user.is_authenticated else self.none()

    def wide(self) -> "FollowQuerySet":
        """All but those of single topics."""
        return self.filter(topic=None)


class Follow(models.Model):
    """That a person follows a topic, a board, a keyword or what another person opens; or wants to see nothing of it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="利用者")
    topic = models.ForeignKey(
        "knowhow.Topic", on_delete=models.CASCADE, related_name="follows", verbose_name="話題", null=True, blank=True
    )
    board = models.ForeignKey(
        Board, on_delete=models.CASCADE, related_name="follows", verbose_name="掲示板", null=True, blank=True
    )
    keyword = models.ForeignKey(
        Keyword, on_delete=models.CASCADE, related_name="+", verbose_name="キーワード", null=True, blank=True
    )
    writer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="書く人", null=True, blank=True
    )
    level = models.CharField("受け取り方", max_length=10, choices=FollowLevel, default=FollowLevel.ALL)
    #: Posts from before are not unread.
    created_at = models.DateTimeField("フォローした日時", default=timezone.now, editable=False)

    person_id: int
    topic_id: int | None
    board_id: int | None
    keyword_id: int | None
    writer_id: int | None

    objects = FollowQuerySet.as_manager()

    class Meta:
        verbose_name = "フォロー"
        verbose_name_plural = "フォロー"
        ordering = ("-pk",)
        indexes = (models.Index(fields=("person", "-id"), name="follow_of_person"),)
        constraints = (
            *(
                models.UniqueConstraint(
                    fields=("person", kind), condition=Q(**{f"{kind}__isnull": False}), name=f"one_follow_of_{kind}"
                )
                for kind in FOLLOWED_KINDS
            ),
            models.CheckConstraint(
                condition=Q(
                    *(Q(**{f"{other}__isnull": other != kind for other in FOLLOWED_KINDS}) for kind in FOLLOWED_KINDS),
                    _connector=Q.OR,
                ),
                name="follows_one_thing",
            ),
            models.CheckConstraint(condition=Q(level__in=FollowLevel.values), name="known_follow_level"),
        )

    def __str__(self) -> str:
        return f"{self.followed}：{self.get_level_display()}"

    @property
    def kind(self) -> str:
        """The name of the field that is filled."""
        return next(kind for kind in FOLLOWED_KINDS if getattr(self, f"{kind}_id") is not None)

    @property
    def followed(self) -> Any:
        """The topic, board, keyword or person."""
        return getattr(self, self.kind)


@dataclass(frozen=True)
class Wide:
    """What a person follows besides single topics: by kind, the ids with the moment from which on; and what he does not want to see."""

    heard: dict[str, dict[int, datetime.datetime]] = field(default_factory=lambda: {kind: {} for kind in WIDE_KINDS})
    muted: dict[str, list[int]] = field(default_factory=lambda: {kind: [] for kind in WIDE_KINDS})

    @classmethod
    def of(cls, user: Person) -> "Wide":
        """One query; few rows (`actions.following.WIDE_AT_MOST`)."""
        wide = cls()
        for follow in _wide_of(person=user.pk) if user.is_authenticated else ():
            number = getattr(follow, f"{follow.kind}_id")
            if follow.level in HEARD:
                wide.heard[follow.kind][number] = follow.created_at
            else:
                wide.muted[follow.kind].append(number)
        return wide

    def as_arguments(self) -> dict[str, int | datetime.datetime]:
        """For prepared reads: the same names for all who follow as many things of each kind. Undone by `of_arguments`."""
        arguments: dict[str, int | datetime.datetime] = {}
        for kind in WIDE_KINDS:
            for place, (number, since) in enumerate(self.heard[kind].items()):
                arguments |= {f"{kind}_{place}": number, f"{kind}_{place}_since": since}
            arguments |= {f"{kind}_{place}_muted": number for place, number in enumerate(self.muted[kind])}
        return arguments

    @classmethod
    def of_arguments(cls, arguments: Mapping[str, Any]) -> "Wide":
        """What `as_arguments` was made of."""
        wide = cls()
        for name, value in arguments.items():
            kind, *_, last = name.split("_")
            if last == "muted":
                wide.muted[kind].append(value)
            elif last != "since":
                wide.heard[kind][value] = arguments[f"{name}_since"]
        return wide

    def parts(self, *, since_followed: bool) -> list[Q]:
        """A condition for each kind of thing that brings topics along, without what is muted anywhere.

        With `since_followed` only topics with a post from after the follow.
        """
        kept = Q()
        for kind, muted in self.muted.items():
            if muted:
                kept &= ~_of_kind(kind, muted)
        return [_brought(kind, numbers, since_followed=since_followed) & kept for kind, numbers in self.heard.items() if numbers]


_wide_of = PreparedRead(lambda person: Follow.objects.filter(person=person).wide())


def _brought(kind: str, numbers: dict[int, datetime.datetime], *, since_followed: bool) -> Q:
    if not since_followed:
        return _of_kind(kind, list(numbers))
    each = (_of_kind(kind, [number]) & Q(last_posted_at__gt=since) for number, since in numbers.items())
    return Q(*each, _connector=Q.OR)


def _of_kind(kind: str, numbers: list[int]) -> Q:
    """Topics on the boards, with the keywords, or opened by the people. Under an alias nobody is followed: it would say who it is."""
    if kind == "board":
        return Q(board_id__in=numbers)
    if kind == "writer":
        return Q(author_id__in=numbers, alias="")
    tagged = TopicKeyword.objects.filter(tag_id__in=numbers)
    return Q(pk__in=tagged.values("content_object_id"))


def followed_topics[Topics: models.QuerySet[Any, Any]](
    topics: Topics, user: Person, *, since_followed: bool = False, wide: Wide | None = None
) -> Topics:
    """Of the topics those that the person follows. What he said of a topic itself decides; else a board, keyword or person brings it along.

    Asks once for the few boards, keywords and people, so that PostgreSQL can use the indexes of their topics;
    a page that asks twice gives what it has as `wide`.
    """
    single = Follow.objects.of(user).exclude(topic=None)
    wide = wide or Wide.of(user)
    unsaid = ~Q(pk__in=single.filter(level=FollowLevel.NONE).values("topic_id"))
    parts = [
        Q(pk__in=single.filter(level__in=HEARD).values("topic_id")),
        *(part & unsaid for part in wide.parts(since_followed=since_followed)),
    ]
    if since_followed or wide.heard["board"]:
        return topics.filter(Q(*parts, _connector=Q.OR))
    # Without a board what is followed may be rare and old: found by itself, not by going through all topics from the newest on.
    found, *others = [topics.model._default_manager.filter(part).order_by().values("pk") for part in parts]
    return topics.filter(pk__in=found.union(*others) if others else found)
