"""The boards of one reader in their groups, each with whom it is looked after by."""

from dataclasses import dataclass

from accounts.audiences import Person
from knowhow.cards import Writer
from knowhow.models import Board, BoardGroup


@dataclass(frozen=True)
class ShownBoard:
    """A board in a list."""

    get_absolute_url: str
    name: str
    purpose: str
    reader_label: str
    host: Writer | None


@dataclass(frozen=True)
class ShownGroup:
    """A group with the boards that the reader may read; there is none without a board."""

    key: str
    label: str
    boards: list[ShownBoard]


def boards_in_groups(reader: Person) -> list[ShownGroup]:
    """All boards of the reader; one query."""
    boards = list(Board.objects.visible_to(reader).with_hosts())
    groups = [
        ShownGroup(group.value, str(group.label), [_shown(board) for board in boards if board.group == group])
        for group in BoardGroup
    ]
    return [group for group in groups if group.boards]


def host_of(board: Board) -> Writer | None:
    """Who looks after a board fetched with its host. His organisation is left out: it would cost a query for each board."""
    host = board.host
    return Writer.from_person(host, None) if host and host.is_active else None


def _shown(board: Board) -> ShownBoard:
    return ShownBoard(board.get_absolute_url(), board.name, board.purpose, board.reader_label, host_of(board))
