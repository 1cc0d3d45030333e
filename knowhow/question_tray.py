"""The tray of the question bank: the cards that somebody takes along to tomorrow's visit. It lives in the address (`card=3&card=7`)."""

from dataclasses import dataclass
from math import ceil

from django.http import QueryDict
from django.urls import reverse

from cases.conditions import numbers_in
from cases.models import QuestionCard

#: So many fit on one sheet that can be read at a glance.
CARDS_AT_MOST = 6


@dataclass(frozen=True)
class TrayLine:
    """A card on the sheet, with the addresses of the sheet without it, and with it one place earlier ("" for the first)."""

    card: QuestionCard
    url_without: str
    url_earlier: str


class Tray:
    """What an address holds in its tray. Every address it gives keeps the rest of that address."""

    def __init__(self, query: QueryDict) -> None:
        self.address = query
        self.numbers = numbers_in(query, "card")[:CARDS_AT_MOST]

    @property
    def is_full(self) -> bool:
        """Whether nothing more fits."""
        return len(self.numbers) >= CARDS_AT_MOST

    @property
    def sheet_url(self) -> str:
        """The sheet of the chosen cards."""
        return reverse("knowhow:question_sheet") + self._with(self.numbers, QueryDict())

    @property
    def bank_url(self) -> str:
        """The bank with the tray as it is."""
        return reverse("knowhow:questions") + self._with(self.numbers, QueryDict())

    @property
    def query_without_all(self) -> str:
        """The same page with an empty tray."""
        return self._with([])

    def toggled(self, number: int) -> str:
        """The same page with the card taken into the tray, or out of it; "" where it does not fit any more."""
        if number in self.numbers:
            return self._with([other for other in self.numbers if other != number])
        return "" if self.is_full else self._with([*self.numbers, number])

    def cards(self) -> list[QuestionCard]:
        """The cards in the tray that stand in the bank, in their order."""
        found = QuestionCard.objects.shown().in_bulk(self.numbers) if self.numbers else {}
        return [found[number] for number in self.numbers if number in found]

    def lines(self) -> list[TrayLine]:
        """The cards as the sheet shows them."""
        cards = self.cards()
        numbers = [card.pk for card in cards]
        lines = []
        for place, card in enumerate(cards):
            earlier = [*numbers]
            earlier[place - 1 : place + 1] = reversed(earlier[place - 1 : place + 1])
            without = [number for number in numbers if number != card.pk]
            lines.append(TrayLine(card, self._with(without), self._with(earlier) if place else ""))
        return lines

    def _with(self, numbers: list[int], address: QueryDict | None = None) -> str:
        query = (self.address if address is None else address).copy()
        query.setlist("card", [str(number) for number in numbers])
        return f"?{query.urlencode()}"


@dataclass(frozen=True)
class _Setting:
    """How the sheet can be set, in points: letters of the questions, room after each, and what stands around them."""

    name: str
    letters: float
    gap: float
    around: float
    #: Whether aim and 「使わない」 stand below each question.
    has_notes: bool = True

    def height(self, card: QuestionCard) -> float:
        """About how high the card comes out. Lines break between phrases, so that a tenth of each stays empty."""
        lines = _lines(len(card.question) + 2, _WIDTH / self.letters)
        notes = _lines(len(card.aim) + _MARK, _WIDTH / _NOTE) + _lines(len(card.not_when) + 4, _WIDTH / _NOTE)
        return lines * self.letters * 1.5 + (notes * _NOTE * 1.5 if self.has_notes else 0) + self.gap


#: Points: a page of A4 within its margins, the column of the questions, the letters of notes; and the letters that a mark takes.
_PAGE, _WIDTH, _NOTE, _MARK = 734, 470, 9.5, 16
#: From the largest on; static/css/pages/questions.css has the same numbers.
_SETTINGS = (
    _Setting("large", 24, 26, 195),
    _Setting("medium", 17, 17, 195),
    _Setting("fair", 15, 12, 145),
    _Setting("small", 13, 9, 145),
    _Setting("dense", 11, 5, 110, has_notes=False),
)


def _lines(letters: int, fitting: float) -> int:
    return ceil(letters / (fitting * 0.9))


def setting_of(cards: list[QuestionCard]) -> str:
    """The largest setting in which the cards fit on one page."""
    fitting = (setting for setting in _SETTINGS if sum(map(setting.height, cards)) + setting.around <= _PAGE)
    return next(fitting, _SETTINGS[-1]).name
