"""The lists of topics that the front and every board offer, each at an address of its own: `?show=unanswered`."""

from dataclasses import dataclass

from django.db import models
from django.http import HttpRequest

from bansou.lists.keyset import KeysetPage, keyset_page
from knowhow.models import Topic
from knowhow.models.topic import TopicQuerySet


class TopicList(models.TextChoices):
    """Which topics somebody wants to see."""

    NEW = "new", "新しい投稿"
    UNANSWERED = "unanswered", "返信を待っている質問"
    SOLVED = "solved", "解決した質問"


#: What each list is called on its tab: three must stand side by side on a phone.
_SHORT: dict[TopicList, str] = {TopicList.NEW: "新しい", TopicList.UNANSWERED: "返信待ち", TopicList.SOLVED: "解決"}
_BY_LAST_POST = ("-last_posted_at", "-pk")
#: In which order each list stands.
_ORDERS: dict[TopicList, tuple[str, ...]] = {
    TopicList.NEW: _BY_LAST_POST,
    TopicList.UNANSWERED: _BY_LAST_POST,
    TopicList.SOLVED: ("-solved_at", "-pk"),
}


@dataclass(frozen=True)
class ListTab:
    """A link to one of the lists, for the component `list_tabs`."""

    label: str
    url: str
    is_current: bool


def chosen_list(request: HttpRequest) -> TopicList | None:
    """The list that the address names; None for no list or an unknown one."""
    show = request.GET.get("show", "")
    return TopicList(show) if show in TopicList.values else None


def topics_of(chosen: TopicList, topics: TopicQuerySet) -> TopicQuerySet:
    """Those of the topics that belong into the list, in its order."""
    if chosen == TopicList.UNANSWERED:
        topics = topics.unanswered().active()
    elif chosen == TopicList.SOLVED:
        topics = topics.solved()
    return topics.order_by(*_ORDERS[chosen])


def list_page(chosen: TopicList, topics: TopicQuerySet, request: HttpRequest) -> KeysetPage[Topic]:
    """One page of the list, for cards."""
    return keyset_page(topics_of(chosen, topics).for_cards(), request, order=_ORDERS[chosen])


def tabs_of(url: str, chosen: TopicList) -> list[ListTab]:
    """A link to each list at the address."""
    return [ListTab(_SHORT[each], f"{url}?show={each}", each == chosen) for each in TopicList]
