"""What the pages of a role-play show: which sheets, with their words as HTML."""

from dataclasses import dataclass

from django.urls import reverse

from bansou.school.models import RolePlay, RolePlayPart
from bansou.text.markdown import render


@dataclass(frozen=True)
class Sheet:
    """One of the three sheets of paper."""

    part: str
    part_words: str
    url: str
    html: str


def sheets_of(role_play: RolePlay, *parts: str) -> list[Sheet]:
    """The named sheets; all three where none is named."""
    return [
        Sheet(
            part=part.value,
            part_words=str(part.label),
            # A preview of a new one has no address yet.
            url=reverse("school:role_play_sheet", args=[role_play.slug, part.value]) if role_play.slug else "",
            html=render(role_play.text_of(part)),
        )
        for part in RolePlayPart
        if not parts or part in parts
    ]
