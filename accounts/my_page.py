"""What the rooms above show on a person's own page. They register a part each; this room knows none of them."""

from collections.abc import Callable

from django.http import HttpRequest

#: A part of the page as safe HTML, "" where there is nothing to show.
Part = Callable[[HttpRequest], str]

_parts: list[Part] = []


def register_part(part: Part) -> None:
    """Let `part(request)` stand on everybody's own page. Called from an AppConfig."""
    if part not in _parts:
        _parts.append(part)


def parts_for(request: HttpRequest) -> list[str]:
    """The parts that have something to show for the person."""
    return [html for part in _parts if (html := part(request))]
