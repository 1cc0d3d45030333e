"""What every backend of the search must do, whichever engine stands behind it.

Held for PostgreSQL always (test_contract.py), and for OpenSearch where `BANSOU_TEST_OPENSEARCH` names one: its analysis is another
(kuromoji beside SudachiPy), so here stands what both know.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from modelsearch.query import MATCH_ALL, Not, Or, Phrase, PlainText

from cases.models import Theme
from tests.search.hostile import HOSTILE

#: (what it is about, text, query): the query finds the text.
FINDS = (
    ("a word in a sentence", "後継者がなかなか決まらない", "後継者"),
    ("a word of a compound", "ものづくり補助金の申請", "補助金"),
    ("full width", "ＩＴ導入の相談", "IT"),
    ("half width", "ＰＤＣＡを回す", "pdca"),
    ("an inflected verb", "つまずいたときの声のかけ方", "つまずく"),
    ("another inflection", "売上を伸ばした話", "伸ばす"),
    ("a long vowel", "サーバの更新", "サーバー"),
    ("particles beside the words", "社長の声を聞く", "社長が声を"),
    ("two words apart", "資金繰りと値上げ", "値上げ 資金繰り"),
)
#: (what it is about, text, query): the query does not find the text.
MISSES = (
    ("a word across two others", "東京都の会社", "京都"),
    ("one of two words missing", "資金繰りの相談", "資金繰り 天文学"),
    ("particles alone", "社長の声", "の"),
    ("nothing", "社長の話", " "),
)


class Contract:
    """The promises. `backend`, `write(name) -> Theme`, `settle()` (until what was written is found) come from the engine's fixtures."""

    def test_finds(self, backend: Any, write: Callable[[str], Theme], settle: Callable[[], None]) -> None:
        themes = {text: write(text) for _, text, _ in FINDS}
        settle()
        missed = [about for about, text, query in FINDS if themes[text] not in list(backend.search(query, Theme))]
        assert missed == []

    def test_misses(self, backend: Any, write: Callable[[str], Theme], settle: Callable[[], None]) -> None:
        themes = {text: write(text) for _, text, _ in MISSES}
        settle()
        assert [about for about, text, query in MISSES if themes[text] in list(backend.search(query, Theme))] == []

    def test_shows_nothing_that_the_queryset_does_not_have(
        self, backend: Any, write: Callable[[str], Theme], settle: Callable[[], None]
    ) -> None:
        shown, hidden = write("値上げの話"), write("値上げの相談")
        settle()
        Theme.objects.filter(pk=hidden.pk).update(is_active=False)  # and no engine was told
        found = backend.search("値上げ", Theme.objects.filter(is_active=True))
        assert list(found) == [shown]
        assert found.count() == 1

    def test_takes_any_filter_and_order(self, backend: Any, write: Callable[[str], Theme], settle: Callable[[], None]) -> None:
        later, sooner = write("値上げの話"), write("値上げの相談")
        Theme.objects.filter(pk=later.pk).update(position=2)
        Theme.objects.filter(pk=sooner.pk).update(position=1)
        settle()
        rows: QuerySet[Theme] = Theme.objects.filter(position__gt=0).order_by("position")
        assert list(backend.search("値上げ", rows, order_by_relevance=False)) == [sooner, later]

    def test_knows_phrases_alternatives_and_exclusions(
        self, backend: Any, write: Callable[[str], Theme], settle: Callable[[], None]
    ) -> None:
        side_by_side, apart = write("若手社員の研修"), write("社員に聞く若手の話")
        settle()
        assert list(backend.search(Phrase("若手社員"), Theme)) == [side_by_side]
        assert set(backend.search(Or([PlainText("研修"), PlainText("話")]), Theme)) == {side_by_side, apart}
        assert set(backend.search("研修 話", Theme, operator="or")) == {side_by_side, apart}
        assert list(backend.search(PlainText("若手") & Not(PlainText("研修")), Theme)) == [apart]

    def test_pages_count_and_score(self, backend: Any, write: Callable[[str], Theme], settle: Callable[[], None]) -> None:
        for number in range(5):
            write(f"値上げの話{number}")
        settle()
        found = backend.search("値上げ", Theme)
        pages = [*found[:2], *found[2:4], *found[4:9]]
        assert len(pages) == len(set(pages)) == found.count() == 5
        assert all(row.score > 0 for row in backend.search("値上げ", Theme).annotate_score("score"))

    def test_counts_values(self, backend: Any, write: Callable[[str], Theme], settle: Callable[[], None]) -> None:
        first, *_ = [write(f"値上げの話{number}") for number in range(3)]
        Theme.objects.filter(pk=first.pk).update(is_active=False)
        settle()
        assert dict(backend.search("値上げ", Theme).facet("is_active")) == {True: 2, False: 1}

    def test_finds_what_is_still_being_typed(
        self, backend: Any, write: Callable[[str], Theme], settle: Callable[[], None]
    ) -> None:
        theme = write("ものづくりの相談")
        settle()
        for typed in ("ものづ", "ものづくり", "相談"):
            assert list(backend.autocomplete(typed, Theme)) == [theme], typed
        assert list(backend.autocomplete("づくえ", Theme)) == []

    def test_follows_changes(self, backend: Any, write: Callable[[str], Theme], settle: Callable[[], None]) -> None:
        theme = write("補助金の申請")
        settle()
        theme.name = "値上げの話"
        backend.add(theme)
        settle()
        assert list(backend.search("補助金", Theme)) == []
        assert list(backend.search("値上げ", Theme)) == [theme]
        backend.delete(theme)
        settle()
        assert list(backend.search("値上げ", Theme)) == []

    def test_answers_whatever_is_typed(self, backend: Any, write: Callable[[str], Theme], settle: Callable[[], None]) -> None:
        write("値上げの話")
        settle()
        for typed in HOSTILE:
            list(backend.search(typed, Theme))
            list(backend.autocomplete(typed, Theme))
        assert len(backend.search(MATCH_ALL, Theme)) >= 1
