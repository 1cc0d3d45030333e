"""Eras: things of a kind that were begun at about the same time. Where words are common, the newest eras stand for all."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from django.core.cache import caches
from django.db.models import Count, F

from bansou.search.lexemes import condition_query, joined
from bansou.search.models import SearchEntry

#: Things whose keys follow each other are of one era, so many at most.
ERA = 2_500
#: Of a kind with more rows than LARGE the newest eras are asked first, as many as have NEWEST_ASKED rows together.
LARGE, NEWEST_ASKED = 20_000, 7_500
#: Eras to come that are asked as well: what begins before the rows are counted again is found too.
_TO_COME = 4
_REMEMBERED_AS, _REMEMBERED_SECONDS = "search-eras", 3600


@dataclass(frozen=True)
class NewestEras:
    """The newest eras of a kind. query: the tsquery of their rows; times: how often as many rows the kind has."""

    query: str
    times: float


def era_condition(kind: str, key: int) -> str:
    """The condition on things of the kind that are of one era with that of the key."""
    return _condition(kind, key // ERA)


def _condition(kind: str, era: int) -> str:
    return f"era/{kind}/{era}"


def newest_eras() -> Mapping[str, NewestEras]:
    """Of the large kinds, for whomever; up to an hour old: of very many rows the count takes a quarter of a second."""
    moments = caches["moments"]
    newest: dict[str, NewestEras] | None = moments.get(_REMEMBERED_AS)
    if newest is None:
        newest = {}
        for kind, eras in groupby(_rows_by_era(), key=itemgetter(0)):
            rows = {era: number for _, era, number in eras}
            if sum(rows.values()) > LARGE:
                newest[kind] = _newest_of(kind, rows)
        moments.set(_REMEMBERED_AS, newest, _REMEMBERED_SECONDS)
    return newest


def _rows_by_era() -> Iterable[tuple[str, int, int]]:
    era = F("key") / ERA
    return SearchEntry.objects.values_list("kind", era).annotate(Count("pk")).order_by("kind", era)


def _newest_of(kind: str, rows: Mapping[int, int]) -> NewestEras:
    """rows: how many each era has."""
    conditions, asked = [_condition(kind, max(rows) + number + 1) for number in range(_TO_COME)], 0
    for era in sorted(rows, reverse=True):
        conditions.append(_condition(kind, era))
        asked += rows[era]
        if asked >= NEWEST_ASKED:
            break
    return NewestEras(joined([condition_query(condition) for condition in conditions], "or"), sum(rows.values()) / asked)
