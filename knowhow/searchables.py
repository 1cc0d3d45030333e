"""What the search page knows about topics and about cards of the question bank."""

from html import unescape
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.html import strip_tags

from accounts.audiences import Person
from bansou.search.registry import Card, Searchable, register
from cases.models import QuestionCard
from knowhow.models import Post, Reply, Topic

#: Replies of one topic that an excerpt may come from.
REPLIES_LOOKED_THROUGH = 50


def card(topic: Topic) -> Card:
    """A topic in the list of results; its excerpt may come from a reply."""
    replies: list[Reply] = topic.shown_replies  # type: ignore[attr-defined]
    return Card(
        title=topic.title,
        url=topic.get_absolute_url(),
        texts=tuple(_words(post) for post in (topic, *replies)),
        shown_at=topic.created_at,
        sample_label="見本（架空の話題）" if topic.is_sample else "",
        place=topic.board.name,
    )


def visible_to(user: Person) -> QuerySet[Any]:
    """Topics that the person may read. A hidden or held one is found by nobody, whatever he may open."""
    return Topic.objects.listed_for(user).shown()


def with_card_rows(topics: QuerySet[Any]) -> QuerySet[Any]:
    """With the board and the first replies that are in sight."""
    replies = Reply.objects.shown().order_by("created_at", "pk")[:REPLIES_LOOKED_THROUGH]
    return topics.select_related("board").prefetch_related(Prefetch("replies", replies, to_attr="shown_replies"))


def question_card(card: QuestionCard) -> Card:
    """A card of the question bank in the list of results."""
    walls = "・".join(words for _, words in card.wall_labels)
    return Card(
        title=card.question,
        url=card.get_absolute_url(),
        texts=tuple(text for text in (card.aim, card.reaction, card.not_when) if text),
        place=f"{card.get_inquiry_display()}／{walls}",
    )


def questions_in_bank(user: Person) -> QuerySet[Any]:
    """Cards of the bank; a proposed or hidden one is found by nobody, whatever he may open."""
    return QuestionCard.objects.shown()


def connect() -> None:
    """Called once when the app is ready."""
    register(
        Searchable(
            kind="knowhow", label="広場", order=3, model=Topic, visible_to=visible_to, card=card, with_card_rows=with_card_rows
        )
    )
    register(
        Searchable(
            kind="questions", label="問いかけ", order=4, model=QuestionCard, visible_to=questions_in_bank, card=question_card
        )
    )


def _words(post: Post) -> str:
    """The post without its marks."""
    return unescape(strip_tags(post.body_html)).strip()
