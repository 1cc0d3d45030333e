"""New results of a saved search as an event of the table: for its owner alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from bansou.notifications.events import Event, Line, Mail, Section, Teller, register
from bansou.notifications.models import Occurrence
from bansou.search.models import SavedSearch
from bansou.search.registry import Card
from bansou.search.saved.actions import SAVED_SEARCH
from bansou.search.saved.newness import cards_by_code


@dataclass(frozen=True)
class News:
    """A saved search, and what is new in it as far as its owner may see it now."""

    search: SavedSearch
    cards: list[Card]


class SavedSearchTeller(Teller):
    """What this room knows of it. Who deleted the search, or may see none of the results any more, has no line and no mail."""

    event = Event(
        name=SAVED_SEARCH,
        section=Section.SEARCH,
        words="保存した検索に、新しい結果があるとき",
        told="検索を保存した方",
        letter="saved_search",
        mail=Mail.DIGEST,
        gathered="新しい検索結果のお知らせ",
    )

    def readable(self, person: User, occurrences: Sequence[Occurrence]) -> dict[int, News]:
        """The searches that he still keeps, each with what he may see: one query for the searches, one for each kind of result."""
        searches = SavedSearch.objects.of(person).in_bulk({occurrence.target_id for occurrence in occurrences})
        told = {occurrence: _found(occurrence) for occurrence in occurrences if occurrence.target_id in searches}
        cards = cards_by_code(person, [code for codes in told.values() for code in codes])
        return {
            occurrence.pk: News(searches[occurrence.target_id], seen)
            for occurrence, codes in told.items()
            if (seen := [cards[code] for code in codes if code in cards])
        }

    def line(self, occurrence: Occurrence, about: News) -> Line:
        """The search by its name, and the first new result."""
        words = f"保存した検索「{about.search.name}」に、新しい結果があります"
        return Line(words, about.search.get_absolute_url(), excerpt=about.cards[0].title)

    def context(self, occurrence: Occurrence, about: News) -> dict[str, Any]:
        """The titles, with their addresses."""
        return {"search": about.search, "cards": about.cards}


def _found(occurrence: Occurrence) -> list[str]:
    return list(occurrence.detail_of("found") or ())


def connect() -> None:
    """Called once when the app is ready."""
    register(SavedSearchTeller())
