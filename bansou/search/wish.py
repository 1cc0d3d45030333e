"""What is asked of the index."""

from dataclasses import dataclass

from bansou.search.ranking import Order


@dataclass(frozen=True)
class Wish:
    """What is asked of the index.

    matching: the tsquery that rows must match; ranking: the tsquery by which they are ordered (mostly the same), "" for conditions alone.
    kind: only rows of this kind, "" or an unknown one all; sort: "best" or "new"; after: where the page before ended (`Hits.next_after`), "" at the start.
    """

    matching: str
    ranking: str
    kind: str = ""
    sort: str = "best"
    after: str = ""
    size: int = 10
    #: By what rows are ranked; None: by the words of `ranking` as they are.
    order: Order | None = None

    @property
    def is_by_time(self) -> bool:
        """Whether the newest come first: where that is asked, and where there are no words to rank by."""
        return self.sort == "new" or not self.ranking

    @property
    def most_telling(self) -> str:
        """The tsquery of its rarest word, which a title that fits has and few others have; "" where none is rare."""
        if self.order is None:
            return self.ranking
        rarest = max(self.order.words, key=lambda measure: measure.weight, default=None)
        return rarest.query if rarest and rarest.weight >= TELLING else ""

    @property
    def is_of_common_words(self) -> bool:
        """Whether each of its words stands in so many texts that the newest rows alone have plenty of it."""
        words = self.order.words if self.order else ()
        return bool(words) and all(measure.weight <= COMMON for measure in words)


#: A word of this rarity stands in one of ten texts or so, wherever there are very many (`rarity`).
COMMON = 0.2
#: And of this one in one of fifty.
TELLING = 0.3
