"""What the pages of the five walls gather from cases and from the exchange, as far as the person who looks may read it."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import CharField, Count, QuerySet, Value, Window
from django.urls import reverse

from accounts.audiences import Person
from bansou.search.backend import ranked
from cases.models import Case, CaseWall, Episode, QuestionCard
from cases.vocabularies import Inquiry, Mark, Wall
from knowhow.cards import TopicCard
from knowhow.models import Board, Topic
from knowhow.question_pages import ShownQuestion

#: Words by which topics of the exchange are found for a wall. The page says them, so that nobody takes it for a choice by hand.
WORDS: dict[str, tuple[str, ...]] = {
    Wall.SEE: ("見える化", "可視化", "原価", "試算表"),
    Wall.FACE: ("向き合う", "本音", "沈黙", "言い訳"),
    Wall.ACT: ("実行", "先送り", "後回し", "しがらみ"),
    Wall.FOLLOW: ("付いてくる", "巻き込む", "現場", "反発"),
    Wall.LACK: ("人手不足", "専門家", "知識", "紹介先"),
}
#: What a dialogue was for its story if its question worked.
WORKED = (Mark.TURNING, Mark.NOTICING, Mark.CONVICTION)
CASES_SHOWN, QUESTIONS_SHOWN, TOPICS_SHOWN = 6, 5, 4
#: With each of the few rows that are shown, how many there are in all: spares a query for the number.
_OF_ALL = Window(Count("pk"))


@dataclass(frozen=True)
class WallCounts:
    """How many cases and topics of a wall the person may read."""

    cases: int = 0
    topics: int = 0

    @property
    def in_words(self) -> str:
        """For a card."""
        return f"事例 {self.cases}件　話題 {self.topics}件"


@dataclass(frozen=True)
class WallCase:
    """A case in which the wall stood, and what is told of it there."""

    case: Case
    remark: str


@dataclass(frozen=True)
class WallWord:
    """A word by which topics are found, with the search for it."""

    word: str
    url: str


@dataclass(frozen=True)
class WallFindings:
    """All that a wall's page shows besides its text."""

    counts: WallCounts
    cases: list[WallCase]
    questions: list[Episode]
    cards: list[ShownQuestion]
    topics: list[TopicCard]
    words: list[WallWord]
    #: Where the exchange talks of this wall, if the site has such a board and the person may read it.
    board: Board | None


def wall_counts(person: Person) -> dict[str, WallCounts]:
    """The counts of each wall, in two queries."""
    visible = Case.objects.visible_to(person).order_by().values("pk")
    stood = CaseWall.objects.filter(case__in=visible).order_by().values_list("wall")
    cases: dict[str, int] = dict(stood.annotate(Count("pk")))
    first, *others = [
        _topics(person, wall)
        .order_by()
        .annotate(wall=Value(wall, CharField()))
        .values("wall")
        .annotate(number=Count("pk"))
        .values_list("wall", "number")
        for wall in Wall.values
    ]
    topics: dict[str, int] = dict(first.union(*others, all=True).order_by())
    return {wall: WallCounts(cases.get(wall, 0), topics.get(wall, 0)) for wall in Wall.values}


def wall_findings(person: Person, wall: str) -> WallFindings:
    """What there is about the wall, in six queries."""
    cases = Case.objects.visible_to(person).with_wall(wall).annotate(of_all=_OF_ALL).newest(CASES_SHOWN)
    topics = list(_topics(person, wall).annotate(of_all=_OF_ALL)[:TOPICS_SHOWN])
    return WallFindings(
        counts=WallCounts(cases=cases[0].of_all if cases else 0, topics=topics[0].of_all if topics else 0),
        cases=[WallCase(case, _remark(case, wall)) for case in cases],
        questions=_questions(person, wall),
        cards=[ShownQuestion.of(card) for card in _cards(wall)],
        topics=[TopicCard.of(topic) for topic in topics],
        words=[
            WallWord(word, f"{reverse('search:results')}?{urlencode({'q': word, 'kind': 'knowhow'})}") for word in WORDS[wall]
        ],
        board=Board.objects.visible_to(person).of_wall(wall).first(),
    )


def _topics(person: Person, wall: str) -> QuerySet[Any]:
    """Topics in which one of the wall's words stands, best first, for cards."""
    listed = Topic.objects.listed_for(person).shown().for_cards()
    return ranked(listed, " ".join(WORDS[wall]), operator="or")


def _questions(person: Person, wall: str) -> list[Episode]:
    """What was asked before this wall in dialogues that turned something; one of each case, the newest cases first."""
    visible = Case.objects.visible_to(person).order_by().values("pk")
    worked = Episode.objects.filter(case__in=visible, walls__contains=[wall], mark__in=WORKED)
    return list(worked.select_related("case").order_by("-case_id", "sort_order").distinct("case_id")[:QUESTIONS_SHOWN])


def _cards(wall: str) -> list[QuestionCard]:
    """A card of the question bank for this wall of each kind of inquiry, in order of rising interference."""
    order = list(Inquiry.values)
    cards = QuestionCard.objects.shown().at_wall(wall).order_by("inquiry", "pk").distinct("inquiry")
    return sorted(cards, key=lambda card: order.index(card.inquiry))


def _remark(case: Case, wall: str) -> str:
    """How high the wall was, what became of it, and how, in words; "" where nothing is told."""
    row = next(row for row in case.walls.all() if row.wall == wall)
    said = [f"壁の高さ：{row.get_height_display()}" if row.height else "", row.get_outcome_display(), row.how_passed]
    return "／".join(words for words in said if words)
