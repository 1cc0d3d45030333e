"""Terms of the glossary are found: by their names, by other spellings, by the words that staff say mean the same."""

import pytest
from django.contrib.auth.models import AnonymousUser

from bansou.glossary.models import Term
from bansou.search.backend import index_now
from bansou.search.finding import find
from bansou.search.registry import thing_at

pytestmark = pytest.mark.django_db
VISITOR = AnonymousUser()


@pytest.fixture
def benchmark() -> Term:
    term = Term.objects.get(slug="local-benchmark")
    index_now(term)
    return term


@pytest.mark.parametrize("query", ["ローカルベンチマーク", "ロカベン", "ろかべん", "商流"])
def test_a_term_is_found_by_each_of_its_spellings_and_by_its_text(query, benchmark):
    [result] = find(user=VISITOR, query=query, kind="glossary").results

    assert (result.card.title, result.card.url) == ("ローカルベンチマーク", "/glossary/local-benchmark/")


def test_a_term_that_staff_took_out_is_found_by_nobody(benchmark):
    benchmark.unpublish()

    assert find(user=VISITOR, query="ロカベン", kind="glossary").results == []


def test_a_term_is_known_by_its_address(benchmark):
    assert thing_at("/glossary/local-benchmark/") == f"glossary:{benchmark.pk}"
    assert thing_at("/glossary/nothing/") is None
