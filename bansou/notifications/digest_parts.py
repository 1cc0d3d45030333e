"""What stands in a digest after the person's own notices. The rooms above register a part each; this room knows none of them."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Sequence

from accounts.models import User
from bansou.notifications.events import Line


class DigestPart(ABC):
    """One heading of the digest, chosen for its reader.

    What is chosen when the digest is planned are numbers; the words come when the mail leaves, from what the person may read then.
    """

    #: Short and for good: the numbers of earlier digests are kept under it.
    name: str
    heading: str
    #: Whether it alone is worth a mail. What is always there (a card) is not.
    is_news: bool = True

    @abstractmethod
    def choose(self, person: User, *, without: Collection[int]) -> list[int]:
        """The numbers of what is new for the person and may be read by him, the best first; few. `without`: what he was sent already."""

    @abstractmethod
    def lines(self, person: User, numbers: Sequence[int]) -> list[Line]:
        """What of it the person may read *now* and is still worth telling, in the order of the numbers."""


_parts: list[tuple[int, DigestPart]] = []


def register_part(part: DigestPart, *, order: int) -> None:
    """Let the part stand in every digest. `order`: from the top. Called from an AppConfig."""
    if all(part.name != other.name for _, other in _parts):
        _parts.append((order, part))


def parts() -> list[DigestPart]:
    """All parts, from the top."""
    return [part for _, part in sorted(_parts, key=lambda entry: entry[0])]
