"""Everything of one person as tables and pictures. The rooms above register their parts; this room knows none of them."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Manager, Model
from django.utils import timezone

from accounts.models import User
from bansou.images.models import SitePicture

#: Values as JSON and a spreadsheet take them.
Value = str | int | bool | None


@dataclass(frozen=True)
class Table:
    """One sheet. `name` and `fields` are the English keys of the JSON, `title` and `headers` the words of the spreadsheet."""

    name: str
    title: str
    fields: tuple[str, ...]
    headers: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]

    @classmethod
    def of(cls, name: str, title: str, rows: Iterable[Any], *fields: str, model: type[Model] | None = None) -> "Table":
        """The named fields of the rows. `page` is the address of the row's page; `topic.title` goes through a relation; codes become words.

        `model`: where `rows` is no queryset.
        """
        of_model: type[Model] = model or rows.model  # type: ignore[attr-defined]
        headers = tuple(_header(of_model, field) for field in fields)
        found = tuple(tuple(_value(row, field) for field in fields) for row in rows)
        return cls(name, title, fields, headers, found)


@dataclass(frozen=True)
class DataPart:
    """What one room has of a person. Nothing that others wrote, also where it stands beside his: an address leads there."""

    tables: tuple[Table, ...] = ()
    pictures: tuple[SitePicture, ...] = ()


#: What is no field of a model.
_PROPERTIES = {
    "page": "アドレス",
    "pk": "番号",
    "post": "投稿",
    "experience_labels": "経験のある分野",
    "lessons_words": "学んだレッスン",
}

#: Collects a room's part of the person's data.
DataCollector = Callable[[User], DataPart]
_collectors: list[DataCollector] = []


def register_data(collector: DataCollector) -> None:
    """Let the part be in everybody's own data. Called from an AppConfig."""
    if collector not in _collectors:
        _collectors.append(collector)


def data_of(person: User) -> list[DataPart]:
    """The parts of all rooms, in the order in which they registered."""
    return [collect(person) for collect in _collectors]


def _header(model: type[Model], field: str) -> str:
    first, _, rest = field.partition(".")
    if first in _PROPERTIES:
        return _PROPERTIES[first]
    found: Any = model._meta.get_field(first)
    if rest:
        return f"{found.verbose_name}：{_header(found.related_model, rest)}"
    return str(getattr(found, "verbose_name", first))


def _value(row: Any, field: str) -> Value:
    first, _, rest = field.partition(".")
    if first == "page":
        return str(row.get_absolute_url())
    if rest:
        related = getattr(row, first)
        return _value(related, rest) if related is not None else None
    display = getattr(row, f"get_{first}_display", None)
    return plain(display() if display else getattr(row, first))


def plain(value: Any) -> Value:
    """The value as text, number or nothing: a moment in the site's time, several ones joined."""
    match value:
        case None | bool() | int() | str():
            return value
        case datetime.datetime():
            return timezone.localtime(value).isoformat(timespec="seconds")
        case datetime.date():
            return value.isoformat()
        case Manager():
            return "、".join(str(entry) for entry in value.all())
        case list() | tuple():
            return "、".join(str(entry) for entry in value)
        case _:
            return str(value)
