"""What the rooms above do when somebody leaves. They register; this room knows none of them."""

from collections.abc import Callable
from dataclasses import dataclass

from accounts.models import User

#: Why something is out of sight; by these words it is found again when leaving is undone.
LEFT_REASON = "書いた方が退会にあたって取り下げました"


def _nothing(_person: User) -> None:
    """Where a room has nothing to do."""


def _nothing_at(_person: User, _address: str) -> None:
    """Where a room has nothing to erase."""


@dataclass(frozen=True)
class LeavingRules:
    """The part of one room. Each is called inside the transaction of the act, and twice is once."""

    #: Take what the person wrote out of sight, as far as it is his alone: what others answered stays, without his name.
    withdraw: Callable[[User], None] = _nothing
    #: He came back within the days: what `withdraw` took away returns.
    bring_back: Callable[[User], None] = _nothing
    #: The days are over: delete what is about the person; the address is the one that he had.
    erase: Callable[[User, str], None] = _nothing_at


_rooms: list[LeavingRules] = []


def register_leaving(rules: LeavingRules) -> None:
    """Have the room asked when somebody leaves. Called from an AppConfig."""
    if rules not in _rooms:
        _rooms.append(rules)


def leaving_rules() -> tuple[LeavingRules, ...]:
    """Those of all rooms, in the order in which they registered."""
    return tuple(_rooms)
