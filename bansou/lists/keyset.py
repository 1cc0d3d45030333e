"""Keyset pages: the next page begins after the last row, so that page 500 costs what page 1 costs and nothing is shown twice."""

import base64
import binascii
import datetime
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from django.db.models import DateTimeField, Model, Q, QuerySet
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

ROWS_A_PAGE = 15


@dataclass(frozen=True)
class KeysetPage[Row: Model]:
    """One page: its rows and the query strings of its neighbours ("" where there is none)."""

    items: list[Row]
    next_query: str
    previous_query: str


def keyset_page[Row: Model](
    queryset: QuerySet[Row], request: HttpRequest, *, order: Sequence[str], size: int = ROWS_A_PAGE
) -> KeysetPage[Row]:
    """The page that the address asks for (`after=` or `before=`), `size` rows at most.

    `order` names model fields, "-" for descending; the last one must be unique. A broken mark shows the first page.
    """
    after, before = _decode(request.GET.get("after", "")), _decode(request.GET.get("before", ""))
    backwards = before is not None
    mark = before if backwards else after
    names = [name.lstrip("-") for name in order]
    descending = [name.startswith("-") != backwards for name in order]
    rows = queryset.order_by(*(("-" if down else "") + name for name, down in zip(names, descending, strict=True)))
    if mark is not None and _fits(queryset.model, names, mark):
        rows = rows.filter(_beyond(names, descending, mark))
    else:
        mark = None
    found = list(rows[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    has_next = backwards or more
    has_previous = more if backwards else mark is not None
    return KeysetPage(
        items=found,
        next_query=_query(request, "after", found[-1], names) if found and has_next else "",
        previous_query=_query(request, "before", found[0], names) if found and has_previous else "",
    )


def _beyond(names: Sequence[str], descending: Sequence[bool], mark: Sequence[Any]) -> Q:
    condition = Q()
    equal: dict[str, Any] = {}
    for name, down, value in zip(names, descending, mark, strict=True):
        condition |= Q(**equal, **{f"{name}__{'lt' if down else 'gt'}": value})
        equal[name] = value
    # Said once more for the first key alone: PostgreSQL begins to read an index there, and not at its start for an OR.
    return Q(**{f"{names[0]}__{'lte' if descending[0] else 'gte'}": mark[0]}) & condition


def _fits(model: type[Model], names: Sequence[str], mark: Sequence[Any]) -> bool:
    """Whether a mark from the address has a value of the right kind for every sort key."""
    if len(mark) != len(names):
        return False
    fields = [model._meta.pk if name == "pk" else model._meta.get_field(name) for name in names]
    return all(
        isinstance(value, datetime.datetime) == isinstance(field, DateTimeField)
        for field, value in zip(fields, mark, strict=True)
    )


def mark_of(row: Model, names: Sequence[str]) -> str:
    """The place of a row in the order of these fields, as `after=` and `before=` write it.

    Sealed, so that an address tells nothing that its page does not (the moment of a post under an alias), and always the same for the same
    place, so that nobody sees new addresses for old pages.
    """
    values = [getattr(row, name) for name in names]
    text = json.dumps([value.isoformat() if isinstance(value, datetime.datetime) else value for value in values])
    return sealed(text)


def sealed(text: str) -> str:
    """The text as a mark that only this site can read."""
    return base64.urlsafe_b64encode(_seal().encrypt(text.encode(), None)).decode().rstrip("=")


def _seal() -> AESSIV:
    return AESSIV(salted_hmac("bansou.lists.keyset", "marks", algorithm="sha512").digest())


def _query(request: HttpRequest, direction: str, row: Model, names: Sequence[str]) -> str:
    query = request.GET.copy()
    query.pop("after", None)
    query.pop("before", None)
    query[direction] = mark_of(row, names)
    return f"?{query.urlencode()}"


def _decode(mark: str) -> list[Any] | None:
    if not mark or len(mark) > 400:
        return None
    try:
        raw = base64.urlsafe_b64decode(mark + "=" * (-len(mark) % 4))
        values = json.loads(_seal().decrypt(raw, None))
        return [_value(value) for value in values] if isinstance(values, list) else None
    except (ValueError, binascii.Error, InvalidTag):
        return None


def _value(value: Any) -> Any:
    """Whole numbers and points in time are the only sort keys; anything else makes the mark invalid (ValueError)."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise ValueError(value)
    if isinstance(value, int):
        if not -(2**63) <= value < 2**63:
            raise ValueError(value)
        return value
    moment = datetime.datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError(value)
    return moment
