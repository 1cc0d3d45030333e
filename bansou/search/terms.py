"""Our own terms: what the field calls a thing, in one word or in several, and which of them mean the same.

SudachiPy's dictionary knows 事業承継 as two words and ロカベン not at all. A term is a row of its words, found in texts by their forms, so that
no binary dictionary has to be built and read anew in every process.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

#: Stands in a term for a particle or a mark between its words: 経営者保証に関するガイドライン.
GAP = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A term in a row of units, from `start` up to `end`. groups: those it belongs to; asks: those of them that a query with it asks for."""

    start: int
    end: int
    groups: tuple[int, ...]
    asks: tuple[int, ...]


@dataclass(slots=True)
class _Node:
    next: dict[str, "_Node"] = field(default_factory=dict)
    groups: dict[int, bool] = field(default_factory=dict)  # whether a query asks for the group, by group


class Terms:
    """A set of terms, unchangeable once it is made. `fingerprint`: of the version that was put in force, "" for none."""

    def __init__(self, groups: Iterable[tuple[int, Sequence[tuple[str, ...]], bool]] = (), fingerprint: str = "") -> None:
        """`groups`: (number, forms of each term, whether only the first asks for the others)."""
        self.fingerprint = fingerprint
        self._root = _Node()
        for number, terms, is_one_way in groups:
            for place, forms in enumerate(terms):
                if any(forms):
                    self._add(forms, number, asks=place == 0 or not is_one_way)

    def __bool__(self) -> bool:
        return bool(self._root.next)

    def _add(self, forms: tuple[str, ...], group: int, *, asks: bool) -> None:
        node = self._root
        for form in forms:
            node = node.next.setdefault(form, _Node())
        node.groups[group] = asks or node.groups.get(group, False)

    def found_in(self, units: Sequence[str]) -> list[Found]:
        """Every term in the row of forms, overlapping ones too, in the order of their beginnings and of those the longest first."""
        found: list[Found] = []
        for start, unit in enumerate(units):
            node = self._root.next.get(unit)
            if node is None:
                continue
            here: list[Found] = []
            end = start + 1
            while node is not None:
                if node.groups:
                    asks = tuple(group for group, does_ask in node.groups.items() if does_ask)
                    here.append(Found(start, end, tuple(node.groups), asks))
                node = node.next.get(units[end]) if end < len(units) else None
                end += 1
            found.extend(reversed(here))
        return found
