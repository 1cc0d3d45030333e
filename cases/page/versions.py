"""The published versions of a case: when each came out, and which parts of it changed. Nothing of a version never published."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import ModelLogEntry

from cases.layers import OPENED_BY, ROW_AUDIENCE
from cases.models import Case
from cases.page.reader import Reader
from cases.record import FIELDS, ROW_KINDS

#: So many of the latest are told of.
MOST = 5


@dataclass(frozen=True)
class PublishedVersion:
    """One that readers saw. `changes`: names of the parts that are not as in the version before, as far as the reader sees them."""

    published_at: datetime.datetime
    is_first: bool
    changes: list[str]


def published_versions(case: Case, reader: Reader) -> list[PublishedVersion]:
    """The published versions, the latest first; one query."""
    entries = list(
        ModelLogEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(Case), object_id=str(case.pk), action="wagtail.publish"
        )
        .exclude(revision=None)
        .select_related("revision")
        .order_by("-timestamp", "-pk")[: MOST + 1]
    )
    contents = [_parts(entry.revision.content, reader) for entry in entries]
    versions = []
    for place, entry in enumerate(entries[:MOST]):
        is_first = place + 1 == len(entries)
        changes = [] if is_first else _differences(contents[place + 1], contents[place])
        # Samples are told of as if they had been published on another day than they were loaded.
        published_at = case.first_published_at if is_first and case.first_published_at else entry.timestamp
        versions.append(PublishedVersion(published_at, is_first, changes))
    return versions


def _parts(content: dict[str, Any], reader: Reader) -> dict[str, Any]:
    """What the reader may see of a stored version, by the name of the part."""
    shell = Case(**{flag: content.get(flag, False) for flag in set(OPENED_BY["case"].values())})
    readable = reader.may_see(shell)
    parts: dict[str, Any] = {
        str(Case._meta.get_field(name).verbose_name): content.get(name) for name in FIELDS if name in readable
    }
    for name, kind in ROW_KINDS.items():
        own_audience = ROW_AUDIENCE.get(str(kind.model._meta.model_name))
        rows = []
        for row in content.get(name, []):
            seen = reader.may_see(kind.model(**({own_audience: row[own_audience]} if own_audience else {})))
            if seen:
                rows.append({column: row.get(column) for column in sorted(seen - {"id", "case", "sort_order"})})
        parts[kind.label] = rows
    return parts


def _differences(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """The names of the parts that differ, with the number of rows where that changed."""
    changed = []
    for name in after.keys() | before.keys():
        old, new = before.get(name), after.get(name)
        if old == new:
            continue
        counted = isinstance(old, list) and isinstance(new, list) and len(old) != len(new) and _are_rows(old + new)
        changed.append(f"{name}（{len(old)}件から{len(new)}件に）" if counted else name)  # type: ignore[arg-type]
    order = [*after, *before]
    return sorted(changed, key=lambda text: order.index(text.split("（")[0]))


def _are_rows(values: list[Any]) -> bool:
    return all(isinstance(value, dict) for value in values)
