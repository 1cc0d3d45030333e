"""Two people wrote in the same part of a case: what the other one changed, entry by entry, with both texts to choose from."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from cases.answers import Rows
from cases.comparison import row_words
from cases.models import Case
from cases.record import CHOSEN_FIELDS, EPISODE_POINTERS, PLAIN_FIELDS, ROW_KINDS
from cases.wording import episode_number, field_label, field_words

#: A field's name, a kind of rows, or a kind and the row's own name ("episodes.<key>").
Entries = dict[str, Any]


@dataclass(frozen=True)
class Difference:
    """One entry that another version has otherwise than the form. `keep_mine`: which of both is the likelier choice."""

    name: str
    label: str
    mine: str
    theirs: str
    keep_mine: bool


def differences(base: Case | None, theirs: Case, answers: dict[str, Any], rows: Rows) -> list[Difference]:
    """Entries of the form that `theirs` has otherwise, as far as they changed since `base`, the version that the form was filled from.

    Without a base, all entries that are otherwise. What the form did not change itself is likelier the other's.
    """
    mine, now = _entries(answers, rows), _entries(*_as_typed(theirs, answers, rows))
    before = _entries(*_as_typed(base, answers, rows)) if base else None
    found = []
    for name in [*mine, *(name for name in now if name not in mine)]:
        ours, other = mine.get(name), now.get(name)
        if ours == other or (before is not None and other == before.get(name)):
            continue
        keep_mine = ours != before.get(name) if before is not None else name in mine
        found.append(
            Difference(
                name,
                _label(name, theirs, rows),
                mine=_words(name, _typed_value(name, answers, rows), theirs),
                theirs=_words(name, _written_value(name, theirs), theirs),
                keep_mine=keep_mine,
            )
        )
    return found


def is_written_already(version: Case, answers: dict[str, Any], rows: Rows) -> bool:
    """Whether saving the form would change nothing."""
    uploads = answers.get("picture_upload") or answers.get("picture_remove")
    uploads = uploads or any(row.get("upload") for row in rows.get("figures", []))
    if uploads or differences(None, version, answers, rows):
        return False
    return all(_order(name, rows[name]) == _order(name, rows_of(version, name)) for name in rows)


def settle(theirs: Case, answers: dict[str, Any], rows: Rows, taken: Collection[str]) -> tuple[dict[str, Any], Rows]:
    """The form's answers and rows with the entries in `taken` as the other version has them."""
    answers, rows = dict(answers), {kind: list(values) for kind, values in rows.items()}
    for name in taken:
        kind, _, identity = name.partition(".")
        if name in answers:
            answers[name] = _written_value(name, theirs)
        elif identity and kind in rows:
            rows[kind] = _with_their_row(kind, identity, rows[kind], rows_of(theirs, kind))
        elif kind in rows:
            rows[kind] = rows_of(theirs, kind)
    return answers, rows


def _with_their_row(kind: str, identity: str, mine: list[dict[str, Any]], theirs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Their row in the place of mine; where only one of us has it, it comes or goes."""
    their_place = next((place for place, row in enumerate(theirs) if _identity(kind, row) == identity), None)
    my_place = next((place for place, row in enumerate(mine) if _identity(kind, row) == identity), None)
    if their_place is None:
        return [row for row in mine if _identity(kind, row) != identity]
    if my_place is None:
        return [*mine[:their_place], theirs[their_place], *mine[their_place:]]
    return [*mine[:my_place], theirs[their_place], *mine[my_place + 1 :]]


def _entries(answers: dict[str, Any], rows: Rows) -> Entries:
    """All values in a form that can be compared."""
    entries: Entries = {name: _comparable(value) for name, value in answers.items() if _is_entry(name)}
    for kind, values in rows.items():
        if not ROW_KINDS[kind].identity:
            entries[kind] = [_comparable_row(row) for row in values]
            continue
        # A row without a name is new, and nobody else's: an upload, or a dialogue from a form without keys.
        entries |= {f"{kind}.{_identity(kind, row)}": _comparable_row(row) for row in values if _identity(kind, row)}
    return entries


def _as_typed(version: Case, answers: dict[str, Any], rows: Rows) -> tuple[dict[str, Any], Rows]:
    """The same parts of a version, in the shape that a form has them."""
    return {name: _written_value(name, version) for name in answers if _is_entry(name)}, {
        kind: rows_of(version, kind) for kind in rows
    }


def rows_of(version: Case, kind: str) -> list[dict[str, Any]]:
    """The rows of a version in the shape that `write_answers` takes."""
    columns = ["key", *ROW_KINDS[kind].columns] if kind == "episodes" else ROW_KINDS[kind].columns
    return [
        {"picture" if column == "picture_id" else column: getattr(row, column) for column in columns}
        for row in getattr(version, kind).all()
    ]


def _is_entry(name: str) -> bool:
    return name in PLAIN_FIELDS or name == "picture_alt"


def _written_value(name: str, version: Case) -> Any:
    kind, _, identity = name.partition(".")
    if kind in ROW_KINDS:
        rows = rows_of(version, kind)
        return [row for row in rows if _identity(kind, row) == identity] if identity else rows
    return list(getattr(version, name).all()) if name in CHOSEN_FIELDS else getattr(version, name)


def _typed_value(name: str, answers: dict[str, Any], rows: Rows) -> Any:
    kind, _, identity = name.partition(".")
    if kind in ROW_KINDS:
        return [row for row in rows[kind] if _identity(kind, row) == identity] if identity else rows[kind]
    return answers.get(name)


def _identity(kind: str, row: dict[str, Any]) -> str:
    named = row.get(ROW_KINDS[kind].identity.removesuffix("_id"))
    return str(getattr(named, "pk", named) or "")


def _order(kind: str, rows: list[dict[str, Any]]) -> list[str]:
    return [_identity(kind, row) for row in rows] if ROW_KINDS[kind].identity else []


def _comparable(value: Any) -> Any:
    """Choices have no order; nothing is nothing."""
    if isinstance(value, list | tuple):
        return sorted(str(item.pk) if isinstance(item, Model) else str(item) for item in value)
    return "" if value is None else str(getattr(value, "pk", value))


def _comparable_row(row: dict[str, Any]) -> dict[str, Any]:
    return {name: _comparable(value) for name, value in row.items() if name not in ("key", "upload")}


def _label(name: str, theirs: Case, rows: Rows) -> str:
    kind, _, identity = name.partition(".")
    if kind not in ROW_KINDS:
        return field_label(Case, name)
    if not identity:
        return ROW_KINDS[kind].label
    order = [_identity(kind, row) for row in rows[kind]]
    order = order if identity in order else [_identity(kind, row) for row in rows_of(theirs, kind)]
    return f"{ROW_KINDS[kind].model._meta.verbose_name}{order.index(identity) + 1}"


def _words(name: str, value: Any, theirs: Case) -> str:
    """The value as a person reads it."""
    kind = name.partition(".")[0]
    if kind in ROW_KINDS:
        return "\n\n".join(_row_words(kind, value or []))
    if name in EPISODE_POINTERS:
        return episode_number(theirs, value) if isinstance(value, uuid.UUID) else ""
    scratch = Case()
    setattr(scratch, name, value)
    return field_words(scratch, name)


def _row_words(kind: str, rows: Iterable[dict[str, Any]]) -> Iterable[str]:
    known = ROW_KINDS[kind]
    for row in rows:
        values = {"picture_id" if name == "picture" else name: getattr(value, "pk", value) for name, value in row.items()}
        yield row_words(known, known.model(**{name: values[name] for name in known.columns if name in values}))
