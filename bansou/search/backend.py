"""Our backend for Wagtail's search (modelsearch): PostgreSQL, with words cut and compared by SudachiPy.

What modelsearch does well it keeps doing: weights by boost, title and body apart, joins to any queryset, facets, rebuilds. We write the
vectors and the queries.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import Any, cast

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.core.exceptions import FieldDoesNotExist
from django.db import transaction
from django.db.models import Expression, F, Func, Model, Q, QuerySet, Value
from modelsearch.backends.base import SearchFieldError
from modelsearch.backends.database.postgres.postgres import (
    IndexEntry,
    ObjectIndexer,
    PostgresAutocompleteQueryCompiler,
    PostgresIndex,
    PostgresSearchBackend,
    PostgresSearchQueryCompiler,
)
from modelsearch.index import AutocompleteField
from modelsearch.query import And, Boost, Fuzzy, MatchAll, Not, Or, Phrase, PlainText
from modelsearch.utils import get_content_type_pk

from bansou.search import entries, lexemes, terms_in_force
from bansou.search.indexing import forget_own_notes, hold, thing_of
from bansou.search.words import plain


class WrittenQuery(SearchQuery):
    """A tsquery that we wrote ourselves, so no parser of PostgreSQL's touches the words again."""

    template = "%(expressions)s::tsquery"

    def __init__(self, literal: str) -> None:
        self.config = None
        self.invert = False
        Func.__init__(self, Value(literal))


class Written(PlainText):  # type: ignore[misc]
    """A query that is a tsquery already."""


#: From which boost on a field has which of PostgreSQL's weights. Upstream spreads the four evenly over the boosts of all models, and Wagtail's
#: images, with 10, would leave our texts one weight.
_WEIGHTS = ((4.0, "A"), (2.0, "B"), (1.5, "C"))


def _weight_of(field: Any) -> str:
    boost = getattr(field, "boost", None) or 1.0
    return next((weight for least, weight in _WEIGHTS if boost >= least), "D")


class JapaneseIndexer(ObjectIndexer):  # type: ignore[misc]
    """Reads one object into what the index stores: three tsvectors as literals, and the plain texts."""

    def prepare_value(self, value: Any) -> str:
        """As upstream, with the parts of a StreamField on lines of their own and without NUL."""
        if isinstance(value, list):
            return "\n".join(self.prepare_value(item) for item in value)
        text: str = super().prepare_value("" if value is None else value)
        return text.replace("\x00", " ")

    @cached_property
    def _fields(self) -> list[tuple[Any, str, str]]:
        """(field, weight, text) of everything, read once: each kind of related rows costs a query."""
        return [
            (field, _weight_of(field), text)
            for search_field in self.search_fields
            for field, _, text in self.prepare_field(self.obj, search_field)
        ]

    def _texts(self, *, title: bool | None) -> list[tuple[str, str]]:
        """(text, weight) of the title's fields, of the others, or (None) of those for autocomplete; once each."""
        texts = []
        for field, weight, text in self._fields:
            for_autocomplete = isinstance(field, AutocompleteField)
            if for_autocomplete == (title is None) and (for_autocomplete or title == (field.field_name == "title")):
                texts.append((text.strip(), weight))
        return [(text, weight) for text, weight in texts if text]

    @cached_property
    def title(self) -> str:
        """The tsvector of the title."""
        return lexemes.document(self._texts(title=True))

    @cached_property
    def body(self) -> str:
        """The tsvector of everything but the title."""
        return lexemes.document(self._texts(title=False))

    @cached_property
    def autocomplete(self) -> str:
        """The tsvector for words still being typed."""
        return lexemes.autocomplete_document(self._texts(title=None))

    @cached_property
    def title_text(self) -> str:
        """The title as written."""
        return "\n".join(text for text, _ in self._texts(title=True))

    @cached_property
    def body_text(self) -> str:
        """Everything but the title as written, a line a field."""
        return "\n".join(text for text, _ in self._texts(title=False))


#: How much a short title counts beside a long one: eleven lexemes, the average of the samples' titles, count as one.
_TITLE_NORM = "11.0 / greatest(length(%s::tsvector), 1)"


class JapaneseIndex(PostgresIndex):  # type: ignore[misc]
    """The index in the table that modelsearch keeps."""

    def add_items(self, model: Any, objs: Sequence[Any]) -> None:
        """Writes the objects' entries. Upstream names its indexer inside the method, so this is its method written again."""
        if not model.get_search_fields():
            return
        terms_in_force.take_up()
        content_type = get_content_type_pk(model)
        rows: list[Any] = []
        narrow = []
        for obj in objs:
            item = JapaneseIndexer(obj, self.backend)
            narrow.append(entries.narrow_row(model, obj))
            body = item.body + entries.supporters_words(model, obj) + entries.conditions(narrow[-1])
            rows += [content_type, item.id, item.title, item.autocomplete, body, item.title, item.title_text, item.body_text]
        if not narrow:
            return
        values = ", ".join([f"(%s, %s, %s::tsvector, %s::tsvector, %s::tsvector, {_TITLE_NORM}, %s, %s)"] * len(narrow))
        with transaction.atomic(using=self.write_connection.alias), self.write_connection.cursor() as cursor:
            cursor.execute(
                f"""
                INSERT INTO {IndexEntry._meta.db_table}
                    (content_type_id, object_id, title, autocomplete, body, title_norm, title_text, body_text)
                (VALUES {values})
                ON CONFLICT (content_type_id, object_id)
                DO UPDATE SET title = EXCLUDED.title,
                              title_norm = EXCLUDED.title_norm,
                              autocomplete = EXCLUDED.autocomplete,
                              body = EXCLUDED.body,
                              title_text = EXCLUDED.title_text,
                              body_text = EXCLUDED.body_text
                RETURNING object_id, id
                """,
                rows,
            )
            entries.write_rows(narrow, dict(cursor.fetchall()))

    def _refresh_title_norms(self, full: bool = False) -> None:
        """Nothing: an entry's norm is written with the entry."""


class JapaneseQueryCompiler(PostgresSearchQueryCompiler):  # type: ignore[misc]
    """Turns a query into SQL. A query without a word finds nothing and never fails."""

    query: Any
    queryset: Any

    def __init__(self, queryset: QuerySet[Any], query: Any, **options: Any) -> None:
        super().__init__(queryset, query, **options)
        if isinstance(self.query, Fuzzy):
            # Fuzzy search needs pg_trgm, which our database may not have; SudachiPy brings spellings together instead.
            self.query = PlainText(self.query.query_string, operator=self.query.operator)

    def check(self) -> None:
        """Checks the asked fields. Filters and orders need no check here: the index is joined to the queryset in the same database."""
        allowed = {field.field_name for field in self.queryset.model.get_search_fields()}
        for name in self.fields or ():
            if name not in allowed:
                raise SearchFieldError(f"{self.queryset.model.__name__}.search_fields has no {name!r}.", field_name=name)

    def written(self, query: Any) -> str:
        """The tsquery of one of modelsearch's query objects; "" if nothing in it can be searched."""
        literal: str
        match query:
            case Written():
                literal = query.query_string
            case PlainText() | Fuzzy():
                literal = self.written_words(query.query_string, query.operator)
            case Phrase():
                literal = lexemes.phrase(query.query_string)
            case Boost():
                literal = self.written(query.subquery)
            case Not():
                literal = lexemes.inverted(self.written(query.subquery))
            case And() | Or():
                parts = [self.written(subquery) for subquery in query.subqueries]
                literal = lexemes.joined([part for part in parts if part], "and" if isinstance(query, And) else "or")
            case _:
                literal = ""
        return literal

    def written_words(self, text: str, operator: str) -> str:
        """The tsquery of typed words."""
        return lexemes.query(text, operator=operator)

    def build_tsquery(self, query: Any, config: Any = None) -> WrittenQuery:
        """The whole query as an expression."""
        return WrittenQuery(self.written(query))

    def build_tsrank(self, vector: Any, query: Any, config: Any = None, boost: float = 1.0) -> Expression:
        """PostgreSQL's rank of the vector for the whole query."""
        return SearchRank(vector, self.build_tsquery(query), weights=self.sql_weights)

    def get_search_vectors(self, search_query: Any) -> list[tuple[Any, Any]]:
        """The index's vectors; the title's alone where only the title is asked for."""
        vectors: list[tuple[Any, Any]] = self.get_index_vectors(search_query)
        return vectors[:1] if self.fields is not None and set(self.fields) == {"title"} else vectors

    def search(
        self, config: Any, start: int | None, stop: int | None, score_field: str | None = None, backend: Any = None
    ) -> QuerySet[Any]:
        """The found rows in order."""
        terms_in_force.keep_up()
        is_everything = isinstance(self.query, MatchAll) or (
            isinstance(self.query, Not) and isinstance(self.query.subquery, MatchAll)
        )
        if not is_everything and not self.written(self.query):
            return cast("QuerySet[Any]", self.queryset.none()[start:stop])
        if not is_everything and self.fields is not None:
            self.queryset = self.queryset.filter(self._within_fields())
        found: QuerySet[Any] = super().search(config, start, stop, score_field=score_field, backend=backend)
        return found

    def _within_fields(self) -> Q:
        """Narrows to rows that have each typed word in one of the asked fields: the index knows only title and body apart."""
        columns = [name for name in self.fields if name != "title" and self._is_column(name)]
        condition = Q()
        if len(columns) < len(self.fields) or not isinstance(self.query, PlainText | Phrase):
            return condition
        for word in plain(self.query.query_string[: lexemes.LONGEST_QUERY]).split():
            condition &= Q(*((f"{name}__icontains", word) for name in columns), _connector=Q.OR)
        return condition

    def _is_column(self, name: str) -> bool:
        try:
            return bool(self.queryset.model._meta.get_field(name).concrete)
        except FieldDoesNotExist:
            return False


class JapaneseAutocompleteQueryCompiler(JapaneseQueryCompiler, PostgresAutocompleteQueryCompiler):
    """Finds words of which only the beginning is typed."""

    def written_words(self, text: str, operator: str) -> str:
        """The tsquery of typed words, the last of each run still unfinished."""
        return lexemes.autocomplete_query(text, operator=operator)

    def get_search_vectors(self, search_query: Any) -> list[tuple[Any, Any]]:
        """The vector of beginnings."""
        return [(F("index_entries__autocomplete"), 1.0)]


class SearchBackend(PostgresSearchBackend):  # type: ignore[misc]
    """What WAGTAILSEARCH_BACKENDS names."""

    query_compiler_class = JapaneseQueryCompiler
    autocomplete_query_compiler_class = JapaneseAutocompleteQueryCompiler
    index_class = JapaneseIndex


def ranked(queryset: QuerySet[Any], query: str, *, operator: str = "and") -> QuerySet[Any]:
    """The rows of the queryset that the words find, with their `found_rank`, best first."""
    return ranked_by(queryset, lexemes.query(query, operator=operator))


def ranked_by(queryset: QuerySet[Any], tsquery: str) -> QuerySet[Any]:
    """The rows of the queryset that the written query finds, with their `found_rank`, best first; none for ""."""
    compiler = JapaneseQueryCompiler(queryset, Written(tsquery))
    found: QuerySet[Any] = compiler.search(None, None, None, score_field="found_rank")
    return found


def index_now(thing: Model) -> None:
    """Writes the thing's entry anew, in this transaction: for what must not wait until the request ends, such as a withdrawal."""
    with transaction.atomic():
        hold(thing_of(thing))
        JapaneseIndex(SearchBackend({})).add_item(thing)
        forget_own_notes(thing_of(thing))
