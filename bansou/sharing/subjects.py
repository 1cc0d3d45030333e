"""What has a picture of its own. The rooms above register their things; this room knows none of them."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Subject:
    """What a picture says: the title of something that everybody may read, and what kind of thing it is."""

    title: str
    kind: str


#: The thing of a key as everybody may read it now; None where it is not there, or not for everybody.
Find = Callable[[int], Subject | None]

#: What a page without a picture of its own shows.
SITE = Subject(title="経営者のとなりを、ともに歩くために", kind="経営力再構築伴走支援の事例と知恵")

_finders: dict[str, Find] = {}


def register(name: str, find: Find) -> None:
    """Let things have pictures at /share/<name>/<key>.png. Called from an AppConfig."""
    _finders[name] = find


def subject_at(name: str, key: int) -> Subject | None:
    """What the picture at this address shows; None: there is none, or no longer."""
    find = _finders.get(name)
    return find(key) if find else None
