"""How every page of the exchange finds the post of its address, and says where it stands."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from knowhow.models import Reply, Topic

#: The first step of every breadcrumb.
FRONT = ("支援者の広場", "/knowhow/")


def topic_or_404(request: HttpRequest, pk: int) -> Topic:
    """A topic that the person may read, with `took_part`; else 404."""
    topics = (
        Topic.objects.visible_to(request.user)
        .with_part_of(request.user)
        .select_related("board", "author", "organisation", "clinic")
    )
    return get_object_or_404(topics, pk=pk)


def reply_or_404(request: HttpRequest, pk: int) -> Reply:
    """A reply that the person may read, with its topic and board; else 404."""
    replies = Reply.objects.visible_to(request.user).select_related("topic__board", "topic__clinic", "author", "organisation")
    return get_object_or_404(replies, pk=pk)


def trail(post: Topic | Reply) -> list[tuple[str, str]]:
    """Where a post stands: its board and topic."""
    found = post.topic if isinstance(post, Reply) else post
    return [FRONT, (found.board.name, found.board.get_absolute_url()), (found.title, found.get_absolute_url())]
