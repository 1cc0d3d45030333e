"""What is asked of the index."""

from dataclasses import dataclass

from bansou.search.ranking import Order


@dataclass(frozen=True)
class Wish:
    """What is asked of the index.

    matching: the tsquery that rows must match; ranking: the tsquery by which they are ordered (mostly the same), "" for conditions alone.
    whole: the tsquery of those of them that have it in whole words, not only in parts or kana side by side; "" if there is none.
    is_in_one_field: whether a row has it either in its title or in its text, never half of it in each.
    kind: only rows of this kind, "" or an unknown one all; sort: "best" or "new"; after: where the page before ended (`Hits.next_after`), "" at the start.
    """

    matching: str
    ranking: str
    kind: str = ""
    sort: str = "best"
    after: str = ""
    size: int = 10
    whole: str = ""
    is_in_one_field: bool = False
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


#: A word of this rarity stands in one of fifty texts or so, wherever there are very many (`rarity`).
TELLING = 0.3
