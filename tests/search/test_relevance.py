"""What supporters type finds what a person would call the answer (relevance.txt), beside what the stock backend finds."""

import sys

import pytest
from django.core.management import call_command
from django.db import transaction
from modelsearch.backends.database.postgres.postgres import IndexEntry, PostgresIndex
from modelsearch.backends.database.postgres.postgres import SearchBackend as StockBackend
from wagtail.signal_handlers import disable_reference_index_auto_update

from accounts.models import User
from bansou.operations.demo import load_demo
from bansou.search.counting import count_words
from bansou.search.finding import find
from bansou.search.registry import searchables
from tests.plugins.databases import search_index_at_rest
from tests.search.relevance import LOOKED_AT, answers, by_kind

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]
#: The least share of the expected results that must be among the first ten.
LEAST_RECALL = 0.95


@pytest.fixture
def reader(settings) -> User:
    """A supporter of a site with the samples, all of it indexed and counted."""
    settings.DEMO_ALLOWED = True
    with search_index_at_rest(), disable_reference_index_auto_update():  # every step of every sample would be indexed
        load_demo()
    call_command("update_index", verbosity=0)
    count_words()
    return User.objects.get(email="supporter@example.jp")


def _stock_titles(query: str) -> list[str]:
    """What modelsearch's own backend finds, best first. Its index has but the rows that the reader may see."""
    backend = StockBackend({})
    found = [
        row
        for room in searchables()
        for row in backend.search(query, room.model._default_manager.all()).annotate_score("score")[:LOOKED_AT]
    ]
    return [str(row) for row in sorted(found, key=lambda row: -(row.score or 0))][:LOOKED_AT]


def _index_with_stock(user: User) -> None:
    IndexEntry.objects.all().delete()
    index = PostgresIndex(StockBackend({}))
    for room in searchables():
        rows = list(room.visible_to(user))
        for model in {type(row.specific) if hasattr(row, "specific") else type(row) for row in rows}:
            index.add_items(model, [row.specific if hasattr(row, "specific") else row for row in rows])


def test_what_supporters_type_finds_the_answer(reader, capsys):
    given = answers(lambda query: [result.card.title for result in find(user=reader, query=query).results])
    ours = by_kind(given)
    with transaction.atomic():
        _index_with_stock(reader)
        stock = by_kind(answers(_stock_titles))
        transaction.set_rollback(True)

    with capsys.disabled():
        sys.stdout.write("\n".join(_report(given, ours, stock)))
    assert [(answer.question.query, answer.wrong) for answer in given if answer.wrong] == []
    assert ours["all"] >= LEAST_RECALL


def _report(given, ours, stock):
    yield f"\n  recall@{LOOKED_AT}, {len(given)} queries     ours  stock"
    for kind, recall in ours.items():
        yield f"  {kind:24} {recall:6.3f} {stock[kind]:6.3f}"
    for answer in given:
        if answer.recall < 1:
            yield f"  missing: {answer.question.query} → {' '.join(answer.found)} | must {' '.join(answer.question.must)}"
    yield ""
