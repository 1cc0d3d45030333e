"""What a board's host is asked for, and what came of it."""

from collections.abc import Sequence
from typing import Any

from accounts.models import User
from bansou.notifications.events import Event, Line, Section, Teller
from bansou.notifications.models import Occurrence
from knowhow.models import Board, ReopeningRequest, Topic
from knowhow.models.topic import TopicQuerySet
from knowhow.tellers.finding import each_about, topics_of


class ReopeningAskedTeller(Teller):
    """Somebody wants to go on with an archived topic."""

    event = Event(
        name="reopening_asked",
        section=Section.DUTIES,
        words="案内役の掲示板で、保管した話題の続きをお願いされたとき",
        told="掲示板の案内役",
        letter="reopening_asked",
    )

    def readable(self, person: User, occurrences: Sequence[Occurrence]) -> dict[int, ReopeningRequest]:
        """The request, as long as it waits for him."""
        waiting = ReopeningRequest.objects.filter(topic__in=_topics_of_host(person)).select_related("author", "topic__board")
        return each_about(occurrences, waiting)

    def line(self, occurrence: Occurrence, about: ReopeningRequest) -> Line:
        """Who asks, and why."""
        who = about.author.display_name
        words = f"{who} さんが、保管した話題「{about.topic.title}」の続きをお願いしています"
        return Line(words, about.topic.get_absolute_url(), who=who, excerpt=about.reason, text=about.reason)

    def context(self, occurrence: Occurrence, about: ReopeningRequest) -> dict[str, Any]:
        """The topic."""
        return {"topic": about.topic}


class ReopenedTeller(Teller):
    """An archived topic is open again, for those who asked."""

    event = Event(
        name="topic_reopened",
        section=Section.EXCHANGE,
        words="続きをお願いした話題が、もう一度開いたとき",
        told="お願いした方",
        letter="topic_reopened",
    )

    def readable(self, person: User, occurrences: Sequence[Occurrence]) -> dict[int, Topic]:
        """The topic, as long as it is open."""
        return each_about(occurrences, topics_of(person).active())

    def line(self, occurrence: Occurrence, about: Topic) -> Line:
        """Which."""
        return Line(f"続きのお願いがあった話題「{about.title}」を、もう一度開きました", about.get_absolute_url())

    def context(self, occurrence: Occurrence, about: Topic) -> dict[str, Any]:
        """The topic."""
        return {"topic": about}


class UnansweredTeller(Teller):
    """A question has waited for a month. Those of one board are one mail."""

    event = Event(
        name="unanswered",
        section=Section.DUTIES,
        words="案内役の掲示板で、質問が30日間、返信を待っているとき",
        told="掲示板の案内役",
        letter="question_unanswered",
        gathered="質問が返信を待っています",
    )

    def readable(self, person: User, occurrences: Sequence[Occurrence]) -> dict[int, Topic]:
        """The question, as long as nobody answers and he is the host."""
        waiting = _topics_of_host(person).unanswered_for_long()
        return each_about(occurrences, waiting.select_related("board"))

    def line(self, occurrence: Occurrence, about: Topic) -> Line:
        """Which."""
        words = f"「{about.board.name}」の質問「{about.title}」が、返信を待っています"
        return Line(words, about.get_absolute_url(), excerpt=about.excerpt)

    def context(self, occurrence: Occurrence, about: Topic) -> dict[str, Any]:
        """The question and its board."""
        return {"topic": about, "board": about.board}


def _topics_of_host(person: User) -> TopicQuerySet:
    return topics_of(person).filter(board__in=Board.objects.visible_to(person).filter(host=person))
