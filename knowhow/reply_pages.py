"""The replies of a topic in parts of fifty, in the order of time."""

from dataclasses import dataclass

from django.db.models import Count, Q, Subquery
from django.http import Http404, HttpRequest

from knowhow.models import Reply, Topic
from knowhow.models.reply import ReplyQuerySet

REPLIES_PER_PAGE = 50
_LAST_PAGE = 10_000


@dataclass(frozen=True)
class ReplyPage:
    """One part: its replies, the number of the first one, and the query strings of its neighbours for the pager."""

    items: list[Reply]
    first_number: int
    next_query: str
    previous_query: str
    #: The first and the last part, from a part that is not next to them.
    first_query: str
    last_query: str


def reply_page(topic: Topic, request: HttpRequest) -> ReplyPage:
    """The part that the address asks for: `?page=2`, or the one that holds `?reply=123`. A part that is not there is 404."""
    replies = Reply.objects.visible_to(request.user).filter(topic=topic)
    page = _page_of(replies, request.GET.get("reply", "")) or _number(request.GET.get("page", "1"), most=_LAST_PAGE)
    if not page:
        raise Http404
    start = (page - 1) * REPLIES_PER_PAGE
    # The place is found among numbers alone; texts and people are fetched for this part only.
    numbers = replies.order_by("created_at", "pk").values("pk")[start : start + REPLIES_PER_PAGE + 1]
    found = list(Reply.objects.filter(pk__in=numbers).in_order())
    if page > 1 and not found:
        raise Http404
    last = -(-topic.reply_count // REPLIES_PER_PAGE)
    for reply in found:
        reply.topic = topic
    return ReplyPage(
        items=found[:REPLIES_PER_PAGE],
        first_number=start + 1,
        next_query=f"?page={page + 1}" if len(found) > REPLIES_PER_PAGE else "",
        previous_query=f"?page={page - 1}" if page > 1 else "",
        first_query="?page=1" if page > 2 else "",
        last_query=f"?page={last}" if page < last - 1 else "",
    )


def _page_of(replies: ReplyQuerySet, reply_id: str) -> int:
    """On which page the reply stands; 0 where the topic has no such reply (it may be hidden now: the page opens at its start)."""
    number = _number(reply_id, most=2**63 - 1) if reply_id else 0
    if not number:
        return 0
    moment = Subquery(Reply.objects.filter(pk=number).values("created_at")[:1])
    earlier = Q(created_at__lt=moment) | Q(created_at=moment, pk__lt=number)
    counted = replies.order_by().aggregate(is_there=Count("pk", filter=Q(pk=number)), before=Count("pk", filter=earlier))
    return int(counted["before"]) // REPLIES_PER_PAGE + 1 if counted["is_there"] else 0


def _number(text: str, *, most: int) -> int:
    """A whole number from 1, or 0 for anything else."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= 19 else 0
    return number if number <= most else 0
