"""The contract of `contract.py`, held for each engine; and the shape of what we say to OpenSearch.

There is no OpenSearch in these tests unless `BANSOU_TEST_OPENSEARCH` names one: what is tested without it is only which requests leave
this house, as a recorder in place of the network sees them. That OpenSearch answers them well is what the contract is for.
"""

import json
import os
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ImproperlyConfigured
from modelsearch.backends import get_search_backend

from bansou.search.indexing import index_waiting
from bansou.search.models import Waiting
from bansou.settings import env
from cases.models import Case, Theme
from knowhow.models import Topic
from tests.search.contract import Contract

pytestmark = pytest.mark.django_db
ADDRESS = os.environ.get("BANSOU_TEST_OPENSEARCH", "")


@pytest.fixture(autouse=True)
def _no_other_themes() -> None:
    Theme.objects.all().delete()


def new_theme(name: str) -> Theme:
    return Theme.objects.create(name=name, slug=uuid.uuid4().hex)


class TestPostgreSQL(Contract):
    """Ours."""

    @pytest.fixture
    def backend(self) -> Any:
        return get_search_backend()

    @pytest.fixture
    def write(self) -> Callable[[str], Theme]:
        return new_theme

    @pytest.fixture
    def settle(self) -> Callable[[], None]:
        return lambda: None


@pytest.mark.skipif(
    not ADDRESS, reason="BANSOU_TEST_OPENSEARCH names no OpenSearch (with the plugins analysis-kuromoji and analysis-icu)"
)
class TestOpenSearch(Contract):
    """A real one."""

    @pytest.fixture
    def backend(self) -> Iterator[Any]:
        backend = get_search_backend("bansou.search.opensearch", URLS=[ADDRESS], INDEX_PREFIX="bansou_contract_")
        if not backend.es.ping():
            pytest.skip(f"BANSOU_TEST_OPENSEARCH={ADDRESS} does not answer")
        index = backend.get_index_for_model(Theme)
        index.reset()
        index.add_model(Theme)
        yield backend
        index.delete()

    @pytest.fixture
    def write(self, backend: Any) -> Callable[[str], Theme]:
        def _write(name: str) -> Theme:
            theme = new_theme(name)
            backend.add(theme)
            return theme

        return _write

    @pytest.fixture
    def settle(self, backend: Any) -> Callable[[], None]:
        return backend.refresh_indexes


# -- what we say to OpenSearch, without one -------------------------------------------------------------------------


class Recorder:
    """Stands where the network would be: keeps every request, and answers as it was told to."""

    def __init__(self) -> None:
        self.said: list[tuple[str, str, Any]] = []
        self.finds: list[tuple[int, float]] = []
        self.is_away = False

    def answer(self, method: str, path: str, body: Any) -> dict[str, Any]:
        from opensearchpy.exceptions import ConnectionError as Away

        self.said.append((method, path, body))
        if self.is_away:
            raise Away("N/A", "nobody there", OSError("nobody there"))
        hits = [{"_score": score, "fields": {"pk": [str(key)]}} for key, score in self.finds]
        return {"hits": {"hits": hits, "total": {"value": len(hits)}}, "count": len(hits), "errors": False, "items": []}


@pytest.fixture
def recorder() -> Recorder:
    pytest.importorskip("opensearchpy", reason="opensearch-py is not installed: make brings it")
    return Recorder()


@pytest.fixture
def opensearch(recorder: Recorder) -> Any:
    from opensearchpy import Connection

    class Recorded(Connection):
        def perform_request(self, method, url, params=None, body=None, timeout=None, ignore=(), headers=None):
            text = body.decode() if isinstance(body, bytes) else body
            lines = [json.loads(line) for line in text.splitlines()] if text else []
            answer = recorder.answer(method, url, lines[0] if len(lines) == 1 else lines)
            return 200, {}, json.dumps(answer)

    return get_search_backend(
        "bansou.search.opensearch",
        URLS=["http://search.invalid:9200"],
        INDEX_PREFIX="bansou_",
        OPTIONS={"connection_class": Recorded},
    )


def test_an_index_is_made_with_an_analysis_of_japanese(opensearch, recorder):
    index = opensearch.get_index_for_model(Case)

    index.put()
    index.add_model(Case)

    (_, path, settings), (_, _, mapping) = recorder.said
    analysis = settings["settings"]["analysis"]
    assert path == "/bansou_cases_case"
    assert analysis["analyzer"]["default"]["tokenizer"] == "japanese_words"
    assert analysis["tokenizer"]["japanese_words"]["type"] == "kuromoji_tokenizer"
    assert "our_terms" in analysis["analyzer"]["default_search"]["filter"]
    # Every text of the mapping is analysed by the index's own default, and what is typed by its counterpart.
    fields = mapping["properties"]
    assert {name for name, field in fields.items() if field["type"] == "text" and "analyzer" in field} == {
        "_edgengrams", "title_edgengrams",
    }  # fmt: skip
    assert fields["_edgengrams"]["search_analyzer"] == "typed"
    used = {name for analyzer in analysis["analyzer"].values() for name in [analyzer["tokenizer"], *analyzer["filter"]]}
    known = {"whitespace", "kuromoji_baseform", "kuromoji_part_of_speech", "kuromoji_stemmer"}
    assert used <= known | analysis["tokenizer"].keys() | analysis["filter"].keys()


def test_our_terms_are_its_synonyms():
    pytest.importorskip("opensearchpy", reason="opensearch-py is not installed: make brings it")
    from bansou.search.opensearch import synonym_rules

    rules = synonym_rules(
        [(("事業承継", "後継ぎ"), False), (("ロカベン", "ローカル，ベンチマーク"), True), (("よろず支援拠点",), False)]
    )

    assert rules == ["事業承継, 後継ぎ", "ロカベン => ロカベン, ローカル ベンチマーク"]


def test_a_search_asks_for_all_words_and_leaves_the_audience_to_us(opensearch, recorder):
    list(opensearch.search("資金繰り 値上げ", Case.objects.visible_to(AnonymousUser())))

    ((method, path, body),) = recorder.said
    assert (method, path.split("?")[0]) == ("POST", "/bansou_cases_case/_search")
    asked = body["query"]["bool"]
    assert asked["must"]["multi_match"]["query"] == "資金繰り 値上げ"
    assert asked["must"]["multi_match"]["operator"] == "and"
    assert {"_all_text", "_all_text_boost_4_0^4.0"} <= set(asked["must"]["multi_match"]["fields"])
    assert asked["filter"] == {"match": {"_django_content_type": "cases.Case"}}


def test_what_it_finds_is_shown_in_its_order_to_whom_may_see_it(opensearch, recorder, write_case):
    second, first, draft = write_case(), write_case(), write_case(published=False)
    recorder.finds = [(draft.pk, 3.0), (first.pk, 2.0), (987654, 1.5), (second.pk, 1.0)]

    found = opensearch.search("朝礼", Case.objects.visible_to(AnonymousUser()))

    assert list(found) == [first, second]
    assert list(found[1:]) == [second]
    assert found.count() == 2
    assert [row.score for row in found.annotate_score("score")] == [2.0, 1.0]


def test_where_it_is_away_our_own_index_answers(opensearch, recorder, write_case):
    case = write_case(title="値上げを切り出した日")
    recorder.is_away = True

    found = opensearch.search("値上げ", Case.objects.visible_to(AnonymousUser()))

    assert list(found) == [case]
    assert found.count() == 1
    assert list(opensearch.autocomplete("値上", Case)) == [case]


@pytest.fixture
def both(opensearch, monkeypatch):
    """The site with both engines, as settings make it where BANSOU_SEARCH_URL is set."""
    from bansou.search import indexing

    backends = [opensearch, get_search_backend("bansou.search.backend")]
    monkeypatch.setattr(indexing, "_backends", lambda: backends)


def test_what_waits_is_written_to_both(both, recorder, write_topic, found, member):
    topic = write_topic(title="鮎の養殖を継ぐ人")
    Waiting.objects.exclude(model="knowhow.topic").delete()

    index_waiting()

    bulk = [body for _, path, body in recorder.said if path == "/bansou_knowhow_topic/_bulk"]
    ((to, thing),) = bulk
    assert to == {"index": {"_id": str(topic.pk)}}
    assert thing["title"] == "鮎の養殖を継ぐ人"
    assert found(member, "養殖") == ["鮎の養殖を継ぐ人"]
    assert not Waiting.objects.exists()


def test_while_it_is_away_ours_goes_on_and_nothing_is_lost_for_it(both, recorder, write_topic, found, member):
    write_topic(title="鮎の養殖を継ぐ人")
    Waiting.objects.exclude(model="knowhow.topic").delete()
    recorder.is_away = True

    index_waiting()

    assert found(member, "養殖") == ["鮎の養殖を継ぐ人"]
    assert set(Waiting.objects.values_list("attempts", flat=True)) == {1}
    recorder.is_away = False
    Waiting.objects.update(due_at="2020-01-01T00:00:00Z")
    index_waiting()
    assert not Waiting.objects.exists()


def test_nobody_waits_for_it_at_the_end_of_a_request(both, recorder, write_topic):
    write_topic(title="鮎の養殖を継ぐ人")
    recorder.said.clear()

    index_waiting(is_request=True)

    assert recorder.said == []
    assert Waiting.objects.filter(model="knowhow.topic").exists()


def test_a_row_that_is_gone_is_taken_out_of_both(both, recorder, write_topic):
    topic = write_topic()
    Topic.objects.filter(pk=topic.pk).delete()
    Waiting.objects.exclude(model="knowhow.topic").delete()
    recorder.said.clear()

    index_waiting()

    assert ("DELETE", f"/bansou_knowhow_topic/_doc/{topic.pk}") in [(method, path) for method, path, _ in recorder.said]


@pytest.mark.parametrize("value", ["search:9200", "ftp://search", "https://", "https://search,nothing"])
def test_an_address_that_is_none_stops_the_start(monkeypatch, value):
    monkeypatch.setenv("BANSOU_SEARCH_URL", value)

    with pytest.raises(ImproperlyConfigured, match="BANSOU_SEARCH_URL"):
        env.search_urls()
