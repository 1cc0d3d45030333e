"""What a digest shows of the exchange: questions that wait for an answer where its reader is at home, and a card of the question bank."""

import datetime
from collections.abc import Collection, Sequence

from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.utils import timezone

from accounts.models import Profile, User
from accounts.prefectures import BLOCK_OF, Prefecture
from bansou.notifications.digest_parts import DigestPart, register_part
from bansou.notifications.events import Line
from bansou.notifications.models import Notice
from cases.digest_parts import walls_of
from cases.models import QuestionCard
from knowhow.actions.telling import thread_of
from knowhow.models import Board, ReadingMark, Topic

#: Days for which a question is new, and questions in a digest.
NEW_DAYS, QUESTIONS = 30, 3
#: Questions that are looked at, so that those of which the person heard already can be left out.
_LOOKED_AT = 20


def home_boards(person: User) -> list[int]:
    """The boards of the person's region and of his walls; all that he may read where nothing is known of him."""
    boards = Board.objects.visible_to(person)
    slugs = [f"wall-{wall}" for wall in walls_of(person)]
    prefecture = _prefecture_of(person)
    if prefecture:
        slugs.append(f"region-{BLOCK_OF[Prefecture(prefecture)].removeprefix('block-')}")
    if slugs:
        boards = boards.filter(slug__in=slugs)
    return list(boards.values_list("pk", flat=True))


def _prefecture_of(person: User) -> str:
    """Where he works, as he says; else where his organisation is; "" where neither is known."""
    said = Profile.objects.filter(user=person).values_list("region", flat=True).first()
    return said or (person.organisation.prefecture if person.organisation else "")


class UnansweredQuestions(DigestPart):
    """Questions of other people that nobody answered and that he has not seen."""

    name = "unanswered"
    heading = "返信を待っている質問"

    def choose(self, person: User, *, without: Collection[int]) -> list[int]:
        """The newest of his boards; not those of which a notice told him, nor those that he opened."""
        since = timezone.now() - datetime.timedelta(days=NEW_DAYS)
        read = ReadingMark.objects.filter(person=person, topic=OuterRef("pk"))
        questions = (
            Topic.objects.listed_for(person)
            .unanswered()
            .active()
            .filter(~Exists(read), board__in=home_boards(person), created_at__gte=since, lock="")
            .exclude(Q(author=person) | Q(pk__in=without))
            .order_by("-created_at", "-pk")
        )
        threads = {thread_of(topic): topic.pk for topic in questions.only("pk")[:_LOOKED_AT]}
        told = set(Notice.objects.of(person).filter(thread__in=threads).values_list("thread", flat=True)) if threads else set()
        return [number for thread, number in threads.items() if thread not in told][:QUESTIONS]

    def lines(self, person: User, numbers: Sequence[int]) -> list[Line]:
        """Those that still wait for an answer."""
        waiting = Topic.objects.listed_for(person).unanswered().select_related("board").in_bulk(numbers)
        return [_question(waiting[number]) for number in numbers if number in waiting]


def _question(topic: Topic) -> Line:
    sample = "（見本・架空の話題）" if topic.is_sample else ""
    return Line(f"{topic.title}{sample}", topic.get_absolute_url(), who=topic.board.name, excerpt=topic.excerpt)


class CardToTry(DigestPart):
    """One card to take along; it comes with other news only."""

    name = "card"
    heading = "問いかけを一つ"
    is_news = False

    def choose(self, person: User, *, without: Collection[int]) -> list[int]:
        """One for his walls before others, in the order of the bank."""
        near = Q(walls__overlap=walls_of(person))
        cards = (
            QuestionCard.objects.shown().exclude(pk__in=without).annotate(rank=Case(When(near, then=Value(0)), default=Value(1)))
        )
        return list(cards.order_by("rank", "pk").values_list("pk", flat=True)[:1])

    def lines(self, person: User, numbers: Sequence[int]) -> list[Line]:
        """The question, and what it is for."""
        cards = QuestionCard.objects.shown().in_bulk(numbers)
        return [
            Line(card.question, card.get_absolute_url(), who="ねらい", excerpt=card.aim)
            for number in numbers
            if (card := cards.get(number))
        ]


def connect() -> None:
    """Called once when the app is ready."""
    register_part(UnansweredQuestions(), order=10)
    register_part(CardToTry(), order=30)
