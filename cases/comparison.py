"""A version of a case beside the one before it, field by field, with what changed marked."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from django.db import models
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from bansou.text.differences import changes
from cases.models import Case
from cases.record import FIELDS, ROW_KINDS, RowKind
from cases.wording import field_label, field_words


@dataclass(frozen=True)
class Row:
    """One field of both versions; `before` and `after` are safe HTML with changes in <del> and <ins>.

    `place` names it in the case: a field, or `kind:identity` of a row (its number where only its place names it).
    """

    place: str
    label: str
    before: SafeString
    after: SafeString
    changed: bool


def compare(after: Case, before: Case | None) -> list[Row]:
    """All fields and rows of a version beside an earlier one; without one, every row counts as unchanged."""
    rows = [
        _row(name, field_label(Case, name), field_words(before, name) if before else None, field_words(after, name))
        for name in FIELDS
    ]
    for name, kind in ROW_KINDS.items():
        new, old = list(getattr(after, name).all()), list(getattr(before, name).all()) if before else []
        label = str(kind.model._meta.verbose_name)
        for number, (earlier, later) in enumerate(_pairs(kind, old, new), start=1):
            place = f"{name}:{getattr(later or earlier, kind.identity) if kind.identity else number}"
            rows.append(_row(place, f"{label}{number}", row_words(kind, earlier) if before else None, row_words(kind, later)))
    return rows


def compare_text(label: str, before: str | None, after: str) -> Row:
    """Two wordings of one text beside each other; without an earlier one nothing counts as changed."""
    return _row("", label, before, after)


def _pairs(kind: RowKind, old: list[Any], new: list[Any]) -> Iterator[tuple[Any, Any]]:
    """Each new row with the old one that it continues, in the new order; then the old ones that are gone."""
    if not kind.identity:
        yield from zip_longest(old, new)
        return
    left = {getattr(row, kind.identity): row for row in old}
    for row in new:
        yield left.pop(getattr(row, kind.identity), None), row
    for row in left.values():
        yield row, None


def _row(place: str, label: str, before: str | None, after: str) -> Row:
    if before is None or before == after:
        text = mark_safe(conditional_escape(after))  # noqa: S308 - escaped here
        return Row(place, label, text, text, changed=False)
    old: list[str] = []
    new: list[str] = []
    for change in changes(before, after):
        removed, added = conditional_escape(change.removed), conditional_escape(change.added)
        if change.is_equal:
            old.append(removed)
            new.append(added)
            continue
        if removed:
            old.append(f"<del>{removed}</del>")
        if added:
            new.append(f"<ins>{added}</ins>")
    return Row(place, label, mark_safe("".join(old)), mark_safe("".join(new)), changed=True)  # noqa: S308 - every part is escaped


def row_words(kind: RowKind, row: Any) -> str:
    """A row as a few lines: short values with their labels in one, each long text below its own."""
    if row is None:
        return ""
    written = [(column, words) for column in kind.columns if (words := field_words(row, column))]
    short = [f"{field_label(kind.model, column)}：{words}" for column, words in written if not _is_text(kind, column)]
    long = [f"【{field_label(kind.model, column)}】\n{words}" for column, words in written if _is_text(kind, column)]
    return "\n".join(["／".join(short), *long]).strip()


def _is_text(kind: RowKind, column: str) -> bool:
    return isinstance(kind.model._meta.get_field(column), models.TextField)
