"""Bookmarks, with a note for oneself."""

from typing import Any

from django.db import transaction

from accounts.models import User
from bansou.moderation.limits import check_limit
from knowhow.models import Bookmark, Reply, Topic


@transaction.atomic
def bookmark(*, by: User, post: Topic | Reply, note: str) -> Bookmark:
    """Put a mark at a post, or change its note. `post` is one that the person may read."""
    saved, _ = Bookmark.objects.update_or_create(person=by, **place_of(post), defaults={"note": note})
    check_limit(by, "bookmark")
    return saved


@transaction.atomic
def remove_bookmark(*, by: User, post: Topic | Reply) -> bool:
    """Take it away, with its note; twice is once. True: it is gone."""
    Bookmark.objects.of(by).filter(**place_of(post)).delete()
    check_limit(by, "bookmark")
    return True


def place_of(post: Topic | Reply) -> dict[str, Any]:
    """Where a bookmark of the post stands."""
    return (
        {"topic_id": post.topic_id, "reply_id": post.pk} if isinstance(post, Reply) else {"topic_id": post.pk, "reply_id": None}
    )
