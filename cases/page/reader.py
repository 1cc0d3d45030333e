"""Who reads a case, and what he may see of its rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.db.models import Model

from accounts.audiences import Person
from cases.layers import readable_fields
from cases.wording import field_words


class SomeSupporter(AnonymousUser):
    """A verified supporter, nobody in particular: for whose eyes an author previews his case."""

    is_supporter = True
    is_authenticated = True  # type: ignore[assignment]


@dataclass(frozen=True)
class Reader:
    """A person, and whether he is of the team of the case that he reads."""

    person: Person
    is_team: bool = False

    def may_see(self, row: Model) -> frozenset[str]:
        """The fields of the row that he may read; none where the row is not for him."""
        return readable_fields(row, self.person, is_team=self.is_team)

    def seen(self, row: Model, names: Iterable[str]) -> dict[str, Any]:
        """Of the named fields those that he may read, with their values; a coded one also in words, as `<name>_words`."""
        readable = self.may_see(row)
        values: dict[str, Any] = {name: getattr(row, name) for name in names if name in readable}
        return values | {f"{name}_words": field_words(row, name) for name in values if _is_coded(row, name)}


def _is_coded(row: Model, name: str) -> bool:
    field: Any = row._meta.get_field(name)
    return isinstance(field, ArrayField) or bool(field.choices)
