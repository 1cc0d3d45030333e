"""Through whose eyes a team or staff look at a version before it is published."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser

from accounts.audiences import Audience, Person
from cases.layers import AUDIENCE_OF
from cases.models import Case
from cases.page.building import page_of
from cases.page.reader import Reader, SomeSupporter

#: Those for whom a version can be shown besides oneself: code in the address, words.
MODES = {"public": "公開の読者", "supporter": "確認済みの支援者"}


@dataclass(frozen=True)
class Eyes:
    """One way to look at a version; one of them is taken."""

    code: str
    label: str
    is_taken: bool


def preview_context(version: Case, person: Person, *, asked: str, wall: str = "") -> dict[str, Any]:
    """The page of a version as the asked eyes see it; without a known wish as the widest circle that it is meant for."""
    readers = _readers(version, person)
    taken = asked if asked in readers else next(iter(readers))
    labels = MODES | {"all": "チームと事務局（すべて）"}
    return {
        "title": version.title,
        "summary": version.summary,
        "page": page_of(version, readers[taken], wall=wall),
        "is_preview": True,
        "eyes": [Eyes(code, labels[code], code == taken) for code in readers],
    }


def _readers(version: Case, person: Person) -> dict[str, Reader]:
    """Only circles that will ever see the case: of one for members the public sees nothing."""
    audience = AUDIENCE_OF[version.disclosure]
    readers = {"all": Reader(person, is_team=version.is_team(person))}
    if audience in (Audience.PUBLIC, Audience.SUPPORTER):
        readers = {"supporter": Reader(SomeSupporter())} | readers
    if audience == Audience.PUBLIC:
        readers = {"public": Reader(AnonymousUser())} | readers
    return readers
