"""A text as the rules read it, and the places that they find in it."""

from collections.abc import Iterable
from dataclasses import dataclass

from bansou.text.normalise import nfkc_with_places
from cases.vocabularies import IdentifyingKind

#: Old characters of names and their everyday forms: 髙橋 and 高橋 are one name. One character for one, so that places stay.
_OLD = "髙﨑濵濱邉邊齋斎齊澤廣櫻國嶋嶌𠮷德惠眞淸瀨瀧圓會學榮壽藏鐵縣萬與增實關濟藝禮靜豐彌冨條圖"
_NEW = "高崎浜浜辺辺斉斉斉沢広桜国島島吉徳恵真清瀬滝円会学栄寿蔵鉄県万与増実関済芸礼静豊弥富条図"
_EVERYDAY = str.maketrans(_OLD, _NEW)
_ORDER = {kind: place for place, kind in enumerate(IdentifyingKind)}


@dataclass(frozen=True, slots=True)
class Span:
    """What kind of thing stands from `start` to before `end`."""

    kind: IdentifyingKind
    start: int
    end: int


class FoldedText:
    """A text in everyday forms (half width, new characters), and the way back to the text as typed."""

    def __init__(self, text: str) -> None:
        self.typed = text
        plain, self._places = nfkc_with_places(text)
        self.plain = plain.translate(_EVERYDAY)

    def as_typed(self, span: Span) -> Span:
        """The span in the text as typed. A character that became several, like ㈱, is taken whole."""
        start, end, last = self._places[span.start], span.end, self._places[span.end - 1]
        while self._places[end] == last and end < len(self.plain):
            end += 1
        return Span(span.kind, start, self._places[end])


def folded(text: str) -> str:
    """The text as two mentions of one thing are compared: in everyday forms, without spaces, in lower case."""
    return "".join(FoldedText(text).plain.split()).casefold()


def without_overlaps(spans: Iterable[Span]) -> list[Span]:
    """The spans in the order of the text, of those that overlap the one whose kind comes first, then the longest."""
    kept: list[Span] = []
    taken: set[int] = set()
    for span in sorted(spans, key=lambda span: (_ORDER[span.kind], span.start - span.end, span.start)):
        places = range(span.start, span.end)
        if taken.isdisjoint(places):
            taken.update(places)
            kept.append(span)
    return sorted(kept, key=lambda span: span.start)
