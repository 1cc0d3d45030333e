"""What the first page shows: the three doors' newest and best, as far as the person who looks may read it."""

from functools import cached_property
from typing import Any

from wagtail.models import PageManager

from accounts.audiences import Person
from bansou.explainer.querysets import under_parts
from bansou.lists.short import in_lists
from cases.models import Case, QuestionCard
from knowhow.cards import TopicCard
from knowhow.models import Topic
from knowhow.question_pages import ShownQuestion

CASES, TOLD, TOPICS, SOLVED, QUESTIONS, ARTICLES = 3, 2, 3, 3, 2, 2


class FrontPage:
    """Lists that are fetched when they are shown, those of one table in one query. For a person's audience; nothing in it is his alone.

    Best is what somebody found out, never how often a thing was opened or by whom it was written: a case whose company was asked
    again, a question that was solved, a card that supporters used.
    """

    def __init__(self, person: Person, *, pages: PageManager, articles: PageManager) -> None:
        """Pages and articles: the managers of both, as their classes are shown by this very page."""
        self._person = person
        self._all_pages = pages
        self._all_articles = articles

    @cached_property
    def _pages(self) -> list[Any]:
        return list(self._all_pages.visible_to(self._person).for_links().order_by("path"))

    @property
    def walls(self) -> list[Any]:
        """The five walls."""
        return [page for page in self._pages if page.wall]

    @property
    def parts(self) -> list[tuple[str, list[Any]]]:
        """The chapters under the names of their parts."""
        return [(part.label, chapters) for part, chapters in under_parts(self._pages).items()]

    @cached_property
    def _cases(self) -> list[Case]:
        """The newest, and behind them those told afterwards: as many more as may stand among the newest."""
        cases = Case.objects.visible_to(self._person).newest_first()
        return list(in_lists(cases, cases[:CASES], cases.told_afterwards()[: CASES + TOLD]).with_card_rows())

    @property
    def cases(self) -> list[Case]:
        """The newest cases."""
        return self._cases[:CASES]

    @property
    def told(self) -> list[Case]:
        """Others whose company was asked again: what stands behind the newest was found for that alone."""
        return self._cases[CASES:][:TOLD]

    @cached_property
    def _topics(self) -> list[Topic]:
        topics = Topic.objects.listed_for(self._person).newest_first()
        return list(in_lists(topics, topics[:TOPICS], topics.solved().order_by("-solved_at", "-pk")[:SOLVED]).for_cards())

    @property
    def topics(self) -> list[TopicCard]:
        """Where somebody wrote last."""
        return [TopicCard.of(topic) for topic in self._topics[:TOPICS]]

    @property
    def solved(self) -> list[TopicCard]:
        """The questions that were solved last; one of them may stand among the newest too."""
        solved = [(topic.solved_at, topic.pk, topic) for topic in self._topics if topic.solved_at and topic.is_in_sight]
        return [TopicCard.of(topic) for _, _, topic in sorted(solved, reverse=True)[:SOLVED]]

    @cached_property
    def questions(self) -> list[ShownQuestion]:
        """Cards that supporters used and told of."""
        return [ShownQuestion.of(card) for card in QuestionCard.objects.shown().most_used(QUESTIONS)]

    @cached_property
    def articles(self) -> list[Any]:
        """The newest articles."""
        return list(self._all_articles.visible_to(self._person).for_links().order_by("-first_published_at", "-pk")[:ARTICLES])
