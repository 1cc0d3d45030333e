"""How every page of the exchange finds the post of its address, and says where it stands."""

from functools import wraps

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect

from accounts.access import View
from knowhow.models import Reply, Topic

#: The first step of every breadcrumb.
FRONT = ("支援者の広場", "/knowhow/")


def topic_or_404(request: HttpRequest, pk: int) -> Topic:
    """A topic that the person may read, with `took_part` and his own marks; else 404."""
    topics = Topic.objects.visible_to(request.user).with_part_of(request.user)
    topics = topics.with_own_marks(request.user).with_links().select_related("board", "author", "organisation", "clinic")
    return get_object_or_404(topics, pk=pk)


def follows_merges(view: View) -> View:
    """The address of a topic that was merged into another leads there; what was typed for it is for the other."""

    @wraps(view)
    def followed(request: HttpRequest, pk: int) -> HttpResponseBase:
        try:
            return view(request, pk)
        except Http404:
            kept = Topic.objects.visible_to(request.user).filter(pk__in=Topic.objects.filter(pk=pk).values("merged_into")).first()
            if kept is None:
                raise
        if request.method == "POST":
            return view(request, kept.pk)
        query = request.GET.urlencode()
        return redirect(f"{kept.get_absolute_url()}?{query}" if query else kept.get_absolute_url())

    return followed


def reply_or_404(request: HttpRequest, pk: int) -> Reply:
    """A reply that the person may read, with its topic and board; else 404."""
    replies = Reply.objects.visible_to(request.user).select_related("topic__board", "topic__clinic", "author", "organisation")
    return get_object_or_404(replies, pk=pk)


def trail(post: Topic | Reply) -> list[tuple[str, str]]:
    """Where a post stands: its board and topic."""
    found = post.topic if isinstance(post, Reply) else post
    return [FRONT, (found.board.name, found.board.get_absolute_url()), (found.title, found.get_absolute_url())]
