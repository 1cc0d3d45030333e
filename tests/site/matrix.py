"""Reads the written table of who may ask which address with which method (matrix.txt), and finds the addresses that there are."""

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver

#: Who asks, in the order of the table's columns.
ROLES = ("visitor", "member", "supporter", "host", "reviewer", "moderator", "editor", "registrar", "owner")
METHODS = ("get", "post")
#: Taken nowhere, but for the lines of the table that begin with one of them.
OTHER_METHODS = ("put", "patch", "delete")
_TABLE = Path(__file__).with_name("matrix.txt")


@dataclass(frozen=True)
class Line:
    """One line of the table: the patterns that it is for, and what each role is answered to each method that it names."""

    place: int
    names: str
    answers: dict[str, str]

    def is_for(self, name: str) -> bool:
        """Whether the pattern of this name is one of the line's: `room:a|b*` names a and all that begins with b."""
        room, colon, last = self.names.rpartition(":")
        wanted = [f"{room}{colon}{part}" for part in last.split("|")]
        return name in wanted or any(fnmatchcase(name, part) for part in wanted)


@dataclass(frozen=True)
class Pattern:
    """A URL pattern: its whole route, and the name by which the table knows it; the route itself where it has none."""

    route: str
    name: str
    url: URLPattern


def lines() -> list[Line]:
    """The table of GET and POST. Raises ValueError where a line has not a sign for each role and method."""
    return [
        Line(place, words[0], _answers(place, METHODS, words[1:])) for place, words in _rows() if words[0] not in OTHER_METHODS
    ]


def other_lines() -> list[Line]:
    """The few lines of another method. Raises ValueError as `lines` does."""
    return [
        Line(place, words[1], _answers(place, (words[0],), words[2:])) for place, words in _rows() if words[0] in OTHER_METHODS
    ]


def _rows() -> Iterator[tuple[int, list[str]]]:
    for place, text in enumerate(_TABLE.read_text(encoding="utf-8").splitlines(), start=1):
        if text.strip() and not text.startswith("#"):
            yield place, text.split()


def _answers(place: int, methods: tuple[str, ...], signs: list[str]) -> dict[str, str]:
    if len(signs) != len(methods) or any(len(answer) != len(ROLES) for answer in signs):
        raise ValueError(f"matrix.txt, line {place}")
    return dict(zip(methods, signs, strict=True))


def patterns() -> list[Pattern]:
    """Every pattern of the site: ours, Wagtail's, allauth's."""
    return list(_patterns(get_resolver()))


def _patterns(resolver: URLResolver, prefix: str = "", namespace: str = "") -> Iterator[Pattern]:
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern, route, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace)
        else:
            yield Pattern(route, f"{namespace}{pattern.name}" if pattern.name else route, pattern)
