"""What staff decided about a card that somebody proposed for the question bank."""

from collections.abc import Sequence
from typing import Any

from accounts.models import User
from bansou.notifications.events import Event, Line, Section, Teller
from bansou.notifications.models import Occurrence
from cases.models import QuestionCard
from cases.vocabularies import CardState
from knowhow.tellers.finding import each_about


class _CardTeller(Teller):
    """About a card in a state, for who proposed it."""

    state: CardState
    words: str

    def readable(self, person: User, occurrences: Sequence[Occurrence]) -> dict[int, QuestionCard]:
        """The card, as long as it is so."""
        return each_about(occurrences, QuestionCard.objects.filter(author=person, state=self.state))

    def line(self, occurrence: Occurrence, about: QuestionCard) -> Line:
        """What became of it."""
        return Line(self.words, about.get_absolute_url(), excerpt=about.question)

    def context(self, occurrence: Occurrence, about: QuestionCard) -> dict[str, Any]:
        """The card."""
        return {"card": about}


class CardShownTeller(_CardTeller):
    """It stands in the bank."""

    event = Event(
        name="card_shown",
        section=Section.EXCHANGE,
        words="提案した問いかけが、問いかけバンクに載ったとき",
        told="提案した方",
        letter="question_shown",
    )
    state = CardState.SHOWN
    words = "ご提案の問いかけを、問いかけバンクに載せました"


class CardNotShownTeller(_CardTeller):
    """It does not."""

    event = Event(
        name="card_not_shown",
        section=Section.EXCHANGE,
        words="提案した問いかけを、載せないことになったとき",
        told="提案した方",
        letter="question_not_shown",
    )
    state = CardState.HIDDEN
    words = "ご提案の問いかけを、今回は載せないことにしました"
