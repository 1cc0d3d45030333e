"""What a search costs with 50,000 cases, 300,000 topics and 2,000 articles, beside PostgreSQL's own ranking of all that a query finds."""

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import cycle, islice
from statistics import median, quantiles
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction

from accounts.audiences import Person
from accounts.models import User
from bansou.explainer.models import ArticlePage
from bansou.operations.bulk import load
from bansou.operations.bulk_index import write_index
from bansou.search.asking import read
from bansou.search.backend import ranked_by
from bansou.search.counting import count_words
from bansou.search.finding import find
from bansou.search.registry import searchables
from bansou.search.suggesting import suggestions
from cases.models import Case
from knowhow.models import Topic

CASES, TOPICS, PAGES = 50_000, 300_000, 2_000
#: Milliseconds that 95 of 100 searches may take, of rare words, of common ones and while typing; bytes of the index for each byte of text.
MOST_MS, MOST_MS_COMMON, MOST_MS_SUGGESTING, MOST_TIMES_TEXT = 60, 120, 30, 1.2
#: How often each class of queries is asked, after a few times that are not counted; the plain ranking is slow and asked less.
ASKED, WARM_UP, ASKED_PLAIN = 60, 6, 6
_NAME = re.compile("「(.+?)」の(.+)$")


@dataclass(frozen=True)
class QueryClass:
    """Queries of one kind, and what 95 of 100 may take."""

    name: str
    queries: list[str]
    most: float


def search_lines(address: str) -> Iterator[str]:
    """The table, line by line: a visitor and the person of the address. Writes what is missing of the rows, and the index."""
    yield from _fill()
    people: dict[str, Person] = {"signed out": AnonymousUser(), "signed in": User.objects.get(email=address)}
    yield "| query | who | results | p50 ms | p95 ms | plain ranking ms | |"
    yield "|---|---|--:|--:|--:|--:|---|"
    for queries in _classes():
        for who, person in people.items():
            counts = [find(user=person, query=query).count for query in queries.queries[:5]]
            times = _times(partial(_search, person), queries.queries, ASKED, WARM_UP)
            plain = _times(partial(_plain, person), queries.queries, ASKED_PLAIN, 1)
            p95 = quantiles(times, n=20)[-1]
            remark = f"over {queries.most:g} ms" if p95 > queries.most else ""
            yield f"| {queries.name} | {who} | {max(counts):,} | {median(times):.1f} | {p95:.1f} | {median(plain):.0f} | {remark} |"
    for who, person in people.items():
        for typed in ("支援", "経営", "きん", "ロカ"):
            p95 = quantiles(_times(partial(_suggest, person), [typed], ASKED, WARM_UP), n=20)[-1]
            remark = f" (over {MOST_MS_SUGGESTING} ms)" if p95 > MOST_MS_SUGGESTING else ""
            yield f"Suggestions for {typed}, {who}: p95 {p95:.1f} ms{remark}."
    yield _size_line()


def _fill() -> Iterator[str]:
    started = time.monotonic()
    load(
        cases=max(0, CASES - Case.objects.count()),
        topics=max(0, TOPICS - Topic.objects.count()),
        pages=max(0, PAGES - ArticlePage.objects.count()),
    )
    loaded = time.monotonic()
    write_index()
    indexed = time.monotonic()
    count_words()
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        # What the database does by itself within minutes, and what a server has in memory after a day: every page is read once.
        cursor.execute("VACUUM (ANALYZE, DISABLE_PAGE_SKIPPING)")
        cursor.execute("RESET statement_timeout")
    yield (
        f"{Case.objects.count():,} cases, {Topic.objects.count():,} topics, {ArticlePage.objects.count():,} articles: "
        f"written in {loaded - started:.0f} s, indexed in {indexed - loaded:.0f} s."
    )


def _classes() -> list[QueryClass]:
    """Queries that people would type, made of what is there."""
    titles = [_NAME.search(title) for title in Topic.objects.order_by("-pk").values_list("title", flat=True)[:2_000:20]]
    found = [title.groups() for title in titles if title]
    return [
        QueryClass("one rare word", [name for name, _ in found], MOST_MS),
        QueryClass("two words", [f"{name} {theme}" for name, theme in found], MOST_MS),
        QueryClass("two common words", ["和菓子店 資金繰り", "旅館 事業承継", "鉄工所 後継者", "酒蔵 経営計画"], MOST_MS_COMMON),
        QueryClass("phrase", [f'"{theme}"' for theme in dict.fromkeys(theme for _, theme in found)], MOST_MS),
        QueryClass("the most common words", ["支援", "経営者", "社長", "経営者 支援"], MOST_MS_COMMON),
        QueryClass(
            "a sentence", ["後継者がやる気にならないときどう声をかければよいか", "社長が数字を見せてくれない"], MOST_MS_COMMON
        ),
    ]


def _times(ask: Callable[[str], Any], queries: list[str], asked: int, warm_up: int) -> list[float]:
    times = []
    for query in islice(cycle(queries), asked + warm_up):
        started = time.perf_counter()
        ask(query)
        times.append(1000 * (time.perf_counter() - started))
    return times[warm_up:]


def _search(person: Person, query: str) -> Any:
    return find(user=person, query=query)


def _suggest(person: Person, typed: str) -> Any:
    return suggestions(user=person, typed=typed)


def _plain(person: Person, query: str) -> list[Any]:
    """The first ten by PostgreSQL's rank of all rows that match, and how many there are: what hits.py would be without bounds."""
    matching = read(query).all_of()
    found: list[Any] = []
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        for searchable in searchables():
            rows = ranked_by(searchable.visible_to(person), matching)
            found += rows.values_list("found_rank", "pk")[:10]
            rows.count()
    return sorted(found, reverse=True)[:10]


def _size_line() -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_indexes_size('wagtailsearch_indexentry'), sum(pg_column_size(title) + pg_column_size(body) + pg_column_size(autocomplete)),"
            " pg_total_relation_size('search_entry'), sum(octet_length(title_text) + octet_length(body_text)) FROM wagtailsearch_indexentry"
        )
        indexes, vectors, narrow, text = cursor.fetchone()
    remark = f" (over {MOST_TIMES_TEXT:g})" if indexes / text > MOST_TIMES_TEXT else ""
    return (
        f"Text {text / 1e6:.0f} MB; indexes {indexes / 1e6:.0f} MB, {indexes / text:.1f} × the text{remark}; beside them vectors of "
        f"{vectors / 1e6:.0f} MB, from which places and weights are read, and narrow rows of {narrow / 1e6:.0f} MB."
    )
