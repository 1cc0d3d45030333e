"""Following and ceasing to; what a person wrote is followed by itself."""

from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.refusals import Refused
from bansou.moderation.limits import check_limit
from cases.models import Keyword
from knowhow.models import Board, Follow, FollowLevel, Reply, Topic
from knowhow.permissions import check_can_follow

Followed = Topic | Board | Keyword | User

#: Boards, keywords and people that one person follows: each is a condition of the query for his unread topics.
WIDE_AT_MOST = 200
_KINDS: tuple[tuple[type, str], ...] = ((Topic, "topic"), (Board, "board"), (Keyword, "keyword"), (User, "writer"))


def kind_of(followed: Followed) -> str:
    """The name of the field of `Follow` that holds it."""
    return next(kind for model, kind in _KINDS if isinstance(followed, model))


@transaction.atomic
def follow(*, by: User, followed: Followed, level: str) -> Follow:
    """Follow something that the person may read, at this level (`FollowLevel`), or change the level. What was written before is not unread."""
    check_can_follow(by, followed)
    kind = kind_of(followed)
    place: dict[str, Any] = {kind: followed}
    saved, is_new = Follow.objects.update_or_create(person=by, **place, defaults={"level": FollowLevel(level)})
    if is_new and kind != "topic" and Follow.objects.of(by).wide().count() > WIDE_AT_MOST:
        raise Refused(
            f"掲示板、キーワード、人のフォローは、合わせて{WIDE_AT_MOST}件までです。使わないものをやめてから、お試しください。"
        )
    check_limit(by, "follow")
    return saved


@transaction.atomic
def stop_following(*, by: User, followed: Followed) -> None:
    """As if it had never been followed. Twice is once."""
    Follow.objects.of(by).filter(**{kind_of(followed): followed}).delete()
    check_limit(by, "follow")


def follow_own(post: Topic | Reply) -> None:
    """Whoever writes in a topic follows it, unless he said otherwise before."""
    topic_id = post.topic_id if isinstance(post, Reply) else post.pk
    Follow.objects.bulk_create([Follow(person_id=post.author_id, topic_id=topic_id)], ignore_conflicts=True)
