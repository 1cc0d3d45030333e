"""What the first page shows: the three doors' newest and best, as far as the person who looks may read it."""

from dataclasses import dataclass
from typing import Any

from accounts.audiences import Person
from bansou.explainer.querysets import ExplainerPageQuerySet
from bansou.freshness.keys import later
from cases.models import Case, QuestionCard
from knowhow.cards import TopicCard
from knowhow.models import Topic
from knowhow.question_pages import ShownQuestion

CASES, TOLD, TOPICS, SOLVED, QUESTIONS, ARTICLES = 3, 2, 3, 3, 2, 2


@dataclass(frozen=True)
class FrontPage:
    """Values that are fetched when they are shown.

    Best is what somebody found out, never how often a thing was opened or by whom it was written: a case whose company was asked
    again, a question that was solved, a card that supporters used.
    """

    walls: Any
    parts: Any
    articles: Any
    cases: Any
    told: Any
    topics: Any
    solved: Any
    questions: Any

    @classmethod
    def of(cls, person: Person, *, pages: ExplainerPageQuerySet, articles: ExplainerPageQuerySet) -> "FrontPage":
        """For this person's audience; nothing in it is his alone. Pages and articles are those that he may read."""
        cases, topics = Case.objects.visible_to(person), Topic.objects.listed_for(person)
        newest = later(lambda: cases.newest(CASES))
        return cls(
            walls=later(lambda: list(pages.walls().for_links())),
            parts=later(lambda: [(part.label, chapters) for part, chapters in pages.by_part().items()]),
            articles=later(lambda: list(articles.for_links().order_by("-first_published_at", "-pk")[:ARTICLES])),
            cases=newest,
            told=later(lambda: cases.exclude(pk__in=[case.pk for case in newest]).told_afterwards().newest(TOLD)),
            topics=later(lambda: [TopicCard.of(topic) for topic in topics.newest(TOPICS)]),
            solved=later(
                lambda: [TopicCard.of(topic) for topic in topics.solved().for_cards().order_by("-solved_at", "-pk")[:SOLVED]]
            ),
            questions=later(lambda: [ShownQuestion.of(card) for card in QuestionCard.objects.shown().most_used(QUESTIONS)]),
        )
