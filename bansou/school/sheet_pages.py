"""What the page of the president's sheet shows."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser

from accounts.audiences import Person
from accounts.models import User
from bansou.school.models import PresidentSheet
from bansou.school.models.president_sheet import PARTS
from bansou.school.practice_forms import SheetForm
from bansou.text.markdown import render

_EXAMPLE = {"organisation": "見本商工会（見本）", "supporter": "見本 花子", "contact": "000-0000-0000", "company": ""}


@dataclass(frozen=True)
class SheetPart:
    """A part of the sheet."""

    name: str
    heading: str
    html: str


def parts_of(sheet: PresidentSheet) -> list[SheetPart]:
    """The parts in their order."""
    return [SheetPart(name, heading, render(getattr(sheet, name))) for name, heading in PARTS.items()]


def own_words(person: Person) -> dict[str, str]:
    """What the sheet begins with: the organisation where the person belongs, and what it tells everybody of its contact."""
    if not isinstance(person, User) or not person.is_supporter or person.organisation is None:
        return {}
    organisation = person.organisation
    contact = "　".join(filter(None, (organisation.contact_desk, organisation.contact_phone or organisation.contact_email)))
    return {"organisation": organisation.name, "supporter": person.display_name, "contact": contact}


def sheet_preview(sheet: PresidentSheet) -> dict[str, Any]:
    """The page of a sheet that staff still write."""
    form = SheetForm(initial=_EXAMPLE, person=AnonymousUser())
    return {"parts": parts_of(sheet), "sheet": sheet, "words": _EXAMPLE, "form": form, "is_preview": True}
