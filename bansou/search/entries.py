"""The narrow rows of the index (models/entry.py): made from what can be found, written beside modelsearch's entries."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import models
from django.utils import timezone

from bansou.search import lexemes
from bansou.search.eras import era_condition
from bansou.search.models import SearchEntry
from bansou.search.registry import searchable_of


def narrow_row(model: type[models.Model], row: Any) -> SearchEntry | None:
    """The narrow row of one thing, not saved and without its entry; None for what no search page covers."""
    searchable = searchable_of(model)
    if searchable is None:
        return None
    return SearchEntry(
        kind=searchable.kind,
        key=row.pk,
        shown_at=searchable.shown_at(row) or timezone.now(),
        standing=searchable.standing(row),
        facets=[f"{name}/{value}" for name, values in searchable.facets(row).items() for value in values],
    )


def conditions(row: SearchEntry | None) -> str:
    """The end of the thing's tsvector: the lexemes by which conditions find it (`f/kind/cases`, `f/era/cases/2`, `f/wall/2`)."""
    if row is None:
        return ""
    return lexemes.conditions([f"kind/{row.kind}", era_condition(row.kind, row.key), *row.facets])


def supporters_words(model: type[models.Model], row: Any) -> str:
    """The end of the thing's tsvector: the words of what only supporters read of it."""
    searchable = searchable_of(model)
    return lexemes.supporters_words(searchable.supporters_texts(row)) if searchable is not None else ""


def write_rows(rows: Sequence[SearchEntry | None], entries: Mapping[str, int]) -> None:
    """Writes the narrow rows. entries: the keys of modelsearch's entries by the things' keys."""
    written = [row for row in rows if row is not None]
    for row in written:
        row.entry_id = entries[str(row.key)]
    SearchEntry.objects.bulk_create(
        written,
        update_conflicts=True,
        unique_fields=["entry"],
        update_fields=["kind", "key", "shown_at", "standing", "facets"],
    )
