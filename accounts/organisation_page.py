"""What the rooms above show on an organisation's page. They register a part each; this room knows none of them."""

from collections.abc import Callable

from django.http import HttpRequest

from accounts.models import Organisation

#: A part of the page as safe HTML, "" where there is nothing that this reader may know of.
OrganisationPart = Callable[[HttpRequest, Organisation], str]

_parts: list[OrganisationPart] = []


def register_organisation_part(part: OrganisationPart) -> None:
    """Let `part(request, organisation)` stand on every organisation's page. Called from an AppConfig."""
    if part not in _parts:
        _parts.append(part)


def organisation_parts(request: HttpRequest, organisation: Organisation) -> list[str]:
    """The parts that have something to show to the reader."""
    return [html for part in _parts if (html := part(request, organisation))]
