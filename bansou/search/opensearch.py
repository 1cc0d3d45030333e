"""The same models in OpenSearch, for a site past one machine: Wagtail's own backend with an analysis of Japanese.

OpenSearch says what is found and in which order; who may see it is asked of PostgreSQL, of the very queryset that was searched, so that
an index elsewhere, which is always a moment behind, can show nobody what is no longer for him.
"""

import logging
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from typing import Any

from django.db.models import Count, QuerySet
from modelsearch.backends import get_search_backend
from modelsearch.backends.opensearch3 import (
    OpenSearch3AutocompleteQueryCompiler,
    OpenSearch3Index,
    OpenSearch3Mapping,
    OpenSearch3SearchBackend,
    OpenSearch3SearchQueryCompiler,
    OpenSearch3SearchResults,
)
from modelsearch.query import PlainText
from opensearchpy.exceptions import OpenSearchException

from bansou.search.lexemes import LONGEST_QUERY
from bansou.search.models import TermsVersion
from bansou.search.words import plain

logger = logging.getLogger(__name__)

#: The most that a search asks OpenSearch for (its own `max_result_window`). What lies behind is neither shown nor counted.
MOST_FOUND = 10_000
#: Characters of a word still being typed by which titles are found.
LONGEST_BEGINNING = 10

_MARKS = str.maketrans(dict.fromkeys(",\\=>#", " "))
_ANALYSIS: dict[str, Any] = {
    "char_filter": {
        # Full width, half width, ㈱ and capital letters, as bansou.text.normalise does it.
        "same_width": {"type": "icu_normalizer", "name": "nfkc_cf", "mode": "compose"},
    },
    "tokenizer": {
        # Parts of a compound without the compound: only such a row of tokens may have synonyms.
        "japanese_words": {"type": "kuromoji_tokenizer", "mode": "search", "discard_compound_token": True},
        "beginnings": {"type": "ngram", "min_gram": 1, "max_gram": LONGEST_BEGINNING},
    },
    "filter": {
        "long_beginning": {"type": "truncate", "length": LONGEST_BEGINNING},
        # Lenient: one rule that cannot be read must not stop the whole index.
        "our_terms": {"type": "synonym_graph", "synonyms": [], "lenient": True},
    },
    "analyzer": {
        # The names make them those of every field that names none (OpenSearch: analysis.analyzer.default).
        "default": {
            "type": "custom",
            "char_filter": ["same_width", "kuromoji_iteration_mark"],
            "tokenizer": "japanese_words",
            "filter": ["kuromoji_baseform", "kuromoji_part_of_speech", "kuromoji_stemmer"],
        },
        "default_search": {
            "type": "custom",
            "char_filter": ["same_width", "kuromoji_iteration_mark"],
            "tokenizer": "japanese_words",
            "filter": ["kuromoji_baseform", "kuromoji_part_of_speech", "kuromoji_stemmer", "our_terms"],
        },
        # Titles are short, so every run of their characters is kept: what is typed may begin in the middle of a compound.
        "edgengram_analyzer": {"type": "custom", "char_filter": ["same_width"], "tokenizer": "beginnings", "filter": []},
        "typed": {"type": "custom", "char_filter": ["same_width"], "tokenizer": "whitespace", "filter": ["long_beginning"]},
    },
}


def synonym_rules(groups: Iterable[tuple[Sequence[str], bool]]) -> list[str]:
    """Groups of words for one thing, and whether only the first asks for the others, as lines of Solr's format of synonyms."""
    return [_rule([_word(word) for word in words], is_one_way=is_one_way) for words, is_one_way in groups if len(words) > 1]


def _terms_in_force() -> list[tuple[Sequence[str], bool]]:
    version = TermsVersion.objects.order_by("-pk").first()
    return [(words, is_one_way) for _, words, is_one_way in (version.kept if version is not None else ())]


def _rule(words: Sequence[str], *, is_one_way: bool) -> str:
    return f"{words[0]} => {', '.join(words)}" if is_one_way else ", ".join(words)


def _word(word: str) -> str:
    """Without what means something in that format."""
    return " ".join(plain(word).translate(_MARKS).split())


class JapaneseMapping(OpenSearch3Mapping):  # type: ignore[misc]
    """Fields as Wagtail names them."""

    edgengram_analyzer_config = {"analyzer": "edgengram_analyzer", "search_analyzer": "typed"}


class JapaneseIndex(OpenSearch3Index):  # type: ignore[misc]
    """An index of one model and those below it."""

    def put(self) -> None:
        """Makes it, with the terms that are in force now; those of later come with the next rebuild."""
        settings = deepcopy(self.backend.settings)
        settings["settings"]["analysis"]["filter"]["our_terms"]["synonyms"] = synonym_rules(_terms_in_force())
        self.es.indices.create(index=self.name, body=settings)


class _Asked:
    """What both kinds of query share."""

    query: Any
    queryset: QuerySet[Any]

    def check(self) -> None:
        """Nothing to check: filters and orders are PostgreSQL's, so any column will do."""

    def get_filters(self) -> list[Any]:
        """The model alone; the queryset's own filters are asked in PostgreSQL."""
        return [self.get_content_type_filter()]  # type: ignore[attr-defined]

    def get_sort(self) -> None:
        """The best first. Another order is PostgreSQL's too."""
        return

    def cut(self) -> None:
        """A pasted text is cut as ours is."""
        if isinstance(self.query, PlainText):
            self.query = PlainText(self.query.query_string[:LONGEST_QUERY], operator=self.query.operator)


class JapaneseQueryCompiler(_Asked, OpenSearch3SearchQueryCompiler):  # type: ignore[misc]
    """Whole words; all of them, unless somebody asks for any."""

    mapping_class = JapaneseMapping
    DEFAULT_OPERATOR = "and"

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.cut()


class JapaneseAutocompleteQueryCompiler(_Asked, OpenSearch3AutocompleteQueryCompiler):  # type: ignore[misc]
    """Words of which only the beginning is typed."""

    mapping_class = JapaneseMapping
    DEFAULT_OPERATOR = "and"

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.cut()


class JapaneseResults(OpenSearch3SearchResults):  # type: ignore[misc]
    """What OpenSearch finds, as far as the queryset has it."""

    def _found(self) -> dict[str, float]:
        """The keys that OpenSearch finds, best first, with their score."""
        found = self._backend_do_search(
            self._get_es_body(),
            index=self.backend.get_index_for_model(self.query_compiler.queryset.model).name,
            _source=False,
            stored_fields="pk",
            size=MOST_FOUND,
        )
        return {str(hit["fields"]["pk"][0]): hit["_score"] for hit in found["hits"]["hits"]}

    def _allowed(self, scores: dict[str, float]) -> list[str]:
        """Those keys among them that the queryset has, in the order of the results."""
        rows = self.query_compiler.queryset.filter(pk__in=list(scores))
        if self.query_compiler.order_by_relevance:
            kept = {str(key) for key in rows.order_by().values_list("pk", flat=True)}
            return [key for key in scores if key in kept]
        return [str(key) for key in rows.values_list("pk", flat=True)]

    def _do_search(self) -> Iterator[Any]:
        """The rows; where OpenSearch is away, those that our own index finds."""
        try:
            scores = self._found()
        except OpenSearchException:
            logger.exception("OpenSearch does not answer; our own index does")
            yield from self._of_our_own()[self.start : self.stop]
            return
        page = self._allowed(scores)[self.start : self.stop]
        rows = {str(row.pk): row for row in self.query_compiler.queryset.filter(pk__in=page)}
        for key in page:
            row = rows.get(key)
            if row is not None:  # withdrawn between the two queries
                if self._score_field:
                    setattr(row, self._score_field, scores[key])
                yield row

    def _do_count(self) -> int:
        """How many of them the queryset has."""
        try:
            count: int = len(self._allowed(self._found()))
        except OpenSearchException:
            logger.exception("OpenSearch does not count; our own index does")
            count = int(self._of_our_own().count())
        stop = count if self.stop is None else min(count, int(self.stop))
        return max(0, stop - int(self.start))

    def facet(self, field_name: str) -> dict[Any, int]:
        """How many of them have each value of the column."""
        rows = self.query_compiler.queryset.filter(pk__in=list(self._found())).order_by()
        counted = rows.values(field_name).annotate(found_count=Count("pk")).order_by("-found_count")
        return dict(counted.values_list(field_name, "found_count"))

    def _of_our_own(self) -> Any:
        compiler = self.query_compiler
        is_begun = isinstance(compiler, JapaneseAutocompleteQueryCompiler)
        ours = get_search_backend("bansou.search.backend")
        ask = ours.autocomplete if is_begun else ours.search
        return ask(
            compiler.query,
            compiler.queryset,
            fields=compiler.fields,
            operator=None,
            order_by_relevance=compiler.order_by_relevance,
        )


class SearchBackend(OpenSearch3SearchBackend):  # type: ignore[misc]
    """What WAGTAILSEARCH_BACKENDS names where BANSOU_SEARCH_URL is set."""

    mapping_class = JapaneseMapping
    index_class = JapaneseIndex
    query_compiler_class = JapaneseQueryCompiler
    autocomplete_query_compiler_class = JapaneseAutocompleteQueryCompiler
    results_class = JapaneseResults
    #: Wagtail's INDEX_SETTINGS are laid over it.
    settings = {"settings": {"analysis": _ANALYSIS, "index": {"max_ngram_diff": LONGEST_BEGINNING}}}
