"""Choosing cards of the question bank in the form of a case: those of the case's walls first, others by a word."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Case as Choose
from django.db.models import Q, QuerySet, Value, When

from accounts.audiences import Person
from bansou.text.normalise import clean_line
from cases.limits import QUESTIONS_AT_MOST
from cases.models import Case, QuestionCard
from cases.vocabularies import Wall

#: So many are laid out besides the chosen ones; a word finds the others.
_OFFERED = 20


class QuestionsField(forms.ModelMultipleChoiceField[QuestionCard]):
    """Cards by their number. `lay_out` says which may be chosen and which of them are seen."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=QuestionCard.objects.none(), required=False, widget=forms.CheckboxSelectMultiple, **kwargs)
        self.offer: Offer | None = None

    def lay_out(self, offer: "Offer", chosen: list[int]) -> None:
        """All of `offer.cards` may be chosen; seen are the chosen ones, then those that the search finds."""
        self.offer = offer
        self.queryset = offer.cards
        seen = [*offer.cards.filter(pk__in=chosen), *offer.found(without=chosen)]
        self.widget.choices = [(card.pk, f"{card.question}（{card.get_inquiry_display()}）") for card in seen]

    def clean(self, value: Any) -> Any:
        """Not more than a case may name."""
        chosen = list(super().clean(value))
        if len(chosen) > QUESTIONS_AT_MOST:
            raise ValidationError(f"問いかけは{QUESTIONS_AT_MOST}まで選べます（今は{len(chosen)}です）。")
        return chosen


class Offer:
    """What somebody may choose for a version of a case, and what he looks for among it."""

    def __init__(self, person: Person, version: Case | None, *, chosen: list[int], words: str, wall: str) -> None:
        named = [card.pk for card in version.used_questions.all()] if version else []
        self.cards: QuerySet[QuestionCard] = QuestionCard.objects.to_choose_for(person, named)
        self.words = clean_line(words)[:100]
        self.wall = wall if wall in Wall.values else ""
        self.own_walls = _walls_of(version) if version else []
        self.chosen_count = len(chosen)

    @property
    def walls(self) -> list[tuple[str, str, bool]]:
        """(code, words, whether it is looked for) for the choice of a wall."""
        return [(code, str(words), code == self.wall) for code, words in Wall.choices]

    def found(self, *, without: list[int]) -> QuerySet[QuestionCard]:
        """Cards with all of the words, of the wall if one is asked for; else those of the case's own walls first."""
        cards = self.cards.exclude(pk__in=without)
        for word in self.words.split():
            cards = cards.filter(Q(question__icontains=word) | Q(aim__icontains=word) | Q(reaction__icontains=word))
        if self.wall:
            cards = cards.filter(walls__contains=[self.wall])
        near = Choose(When(walls__overlap=self.own_walls, then=Value(0)), default=Value(1)) if self.own_walls else Value(0)
        return cards.order_by(near, "pk")[:_OFFERED]


def _walls_of(version: Case) -> list[str]:
    """The walls that stood in the case, or in one of its dialogues."""
    found = {row.wall for row in version.walls.all()} | {wall for row in version.episodes.all() for wall in row.walls}
    return [wall for wall in Wall.values if wall in found]
