"""What the search page knows about topics and about cards of the question bank, and the conditions that topics bring to it."""

from collections.abc import Mapping, Sequence
from html import unescape
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.utils.html import strip_tags

from accounts.audiences import Person
from bansou.search.registry import Card, Facet, Searchable, key_of_route, register, register_facet
from cases.models import QuestionCard
from cases.searchables import walls_as_numbers
from knowhow.models import Board, Reply, Topic, TopicKind

#: Replies of one topic that an excerpt may come from.
REPLIES_LOOKED_THROUGH = 50
#: Values of the condition 「解決」.
SOLVED, WAITING = "yes", "no"


def card(topic: Topic) -> Card:
    """A topic in the list of results; its excerpt may come from a reply."""
    replies: list[str] = topic.shown_replies  # type: ignore[attr-defined]
    return Card(
        title=topic.title,
        url=topic.get_absolute_url(),
        texts=tuple(_words(html) for html in (topic.body_html, *replies)),
        shown_at=topic.created_at,
        sample_label="見本（架空の話題）" if topic.is_sample else "",
        place=topic.board.name,
    )


def facets(topic: Topic) -> Mapping[str, Sequence[str]]:
    """What the topic is narrowed by; whoever reads the board knows all of it."""
    wall = topic.board.slug.removeprefix("wall-")
    solved = {"solved": [SOLVED if topic.is_solved else WAITING]} if topic.kind == TopicKind.QUESTION else {}
    return {"topic": [topic.kind], "board": [topic.board.slug], "wall": walls_as_numbers([wall]), **solved}


def standing(topic: Topic) -> int:
    """What solved a question stands above what helped somebody."""
    return 2 * topic.is_solved + bool(topic.helpful_count)


def question_facets(card: QuestionCard) -> Mapping[str, Sequence[str]]:
    """The walls at which the question helps."""
    return {"wall": walls_as_numbers(card.walls)}


def visible_to(user: Person) -> QuerySet[Any]:
    """Topics that the person may read. A hidden or held one is found by nobody, whatever he may open."""
    return Topic.objects.listed_for(user).shown()


def with_card_rows(topics: QuerySet[Any]) -> QuerySet[Any]:
    """What the card shows, with the texts of the first replies that are in sight. One query."""
    replies = Reply.objects.shown().filter(topic=OuterRef("pk")).order_by("created_at", "pk").values("body_html")
    shown = topics.select_related("board").only("title", "body_html", "created_at", "is_sample", "board__name")
    with_replies: QuerySet[Any] = shown.annotate(shown_replies=ArraySubquery(replies[:REPLIES_LOOKED_THROUGH]))
    return with_replies


def question_card(card: QuestionCard) -> Card:
    """A card of the question bank in the list of results."""
    walls = "・".join(words for _, words in card.wall_labels)
    return Card(
        *question_named(card),
        texts=tuple(text for text in (card.aim, card.reaction, card.not_when) if text),
        place=f"{card.get_inquiry_display()}／{walls}",
    )


def question_named(card: QuestionCard) -> tuple[str, str]:
    """A card of the question bank while somebody types."""
    return card.question, card.get_absolute_url()


def questions_in_bank(user: Person) -> QuerySet[Any]:
    """Cards of the bank; a proposed or hidden one is found by nobody, whatever he may open."""
    return QuestionCard.objects.shown()


def connect() -> None:
    """Called once when the app is ready."""
    register(
        Searchable(
            kind="knowhow",
            label="広場",
            order=3,
            model=Topic,
            visible_to=visible_to,
            card=card,
            with_card_rows=with_card_rows,
            facets=facets,
            standing=standing,
            key_at=key_of_route("knowhow:topic"),
        )
    )
    register(
        Searchable(
            kind="questions",
            label="問いかけ",
            order=4,
            model=QuestionCard,
            visible_to=questions_in_bank,
            card=question_card,
            named=question_named,
            facets=question_facets,
            key_at=key_of_route("knowhow:question"),
        )
    )
    register_facet(Facet(name="topic", label="話題の種類", order=5, choices=lambda: TopicKind.choices))
    solved = [(SOLVED, "解決した質問"), (WAITING, "回答を待つ質問")]
    register_facet(Facet(name="solved", label="解決", order=6, choices=lambda: solved))
    # A board that only supporters read has a name that only they know, so its label is shown beside a result alone.
    boards = Board.objects.order_by("position", "pk")
    register_facet(
        Facet(
            name="board",
            label="掲示板",
            order=7,
            choices=lambda: list(boards.values_list("slug", "name")),
            is_known_to_all=False,
            known_to=lambda user: set(Board.objects.visible_to(user).values_list("slug", flat=True)),
        )
    )


def _words(html: str) -> str:
    """The text of a post without its marks."""
    return unescape(strip_tags(html)).strip()
