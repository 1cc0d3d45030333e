"""How every page of the exchange finds the post of its address, and says where it stands."""

from functools import cache, wraps

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect

from accounts.access import View
from accounts.audiences import audiences_of
from bansou.lists.prepared import PreparedRead
from knowhow.models import Reply, Topic
from knowhow.models.surroundings import with_surroundings

#: The first step of every breadcrumb.
FRONT = ("支援者の広場", "/knowhow/")
#: The key of a visitor.
_NOBODY = 0


def topic_or_404(request: HttpRequest, pk: int) -> Topic:
    """A topic that the person may read, with its surroundings; else 404."""
    found: list[Topic] = _one_topic(tuple(audiences_of(request.user)))(pk=pk, person=request.user.pk or _NOBODY)
    if not found:
        raise Http404
    return found[0]


@cache
def _one_topic(audiences: tuple[str, ...]) -> PreparedRead:
    """How people of these audiences, of which there are four kinds, read one topic. The page of a topic is the most read one."""

    def build(pk: int, person: int) -> QuerySet[Topic]:
        topics = with_surroundings(Topic.objects.readable(audiences, person=person), topic=pk, person=person)
        return topics.select_related("board", "author", "organisation", "clinic")

    return PreparedRead(build)


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
