"""What this room, the lowest that knows people, asks of rooms above it. They register from their AppConfig; none of them is imported.

Without a room above (a shell, a test of this room alone) nothing is counted, recorded or sent.
"""

from collections.abc import Iterable
from typing import Any, Protocol

from django.db.models import Model

from accounts.models import User


class LimitCheck(Protocol):
    """Counts one more `name` by the person, or raises Refused (bansou.moderation.limits)."""

    def __call__(self, by: User, name: str) -> None:
        """Count one more."""


class DecisionRecord(Protocol):
    """Writes down who did what to whom, and why (bansou.moderation.actions.record_decision)."""

    def __call__(self, *, by: User | None, target: Model, verb: str, reason: str, actor: str = "") -> Any:
        """Write it down."""


class LetterBox(Protocol):
    """Puts a letter into the outbox, in the transaction of what it tells about (bansou.notifications.actions.send_letter_to_address)."""

    def __call__(self, address: str, *, template: str, context: dict[str, Any]) -> Any:
        """Put it there."""


class Telling(Protocol):
    """Tells people of an event of the table, in the transaction of what happened (bansou.notifications.actions.tell)."""

    def __call__(
        self, name: str, *, target_id: int, thread: str, by: User | None = None, to: Iterable[User] | None = None, key: str = ""
    ) -> Any:
        """Tell them."""


_limit_checks: list[LimitCheck] = []
_records: list[DecisionRecord] = []
_letter_boxes: list[LetterBox] = []
_tellings: list[Telling] = []


def register_limit_check(check: LimitCheck) -> None:
    """Let the check be asked before every limited write of this room."""
    if check not in _limit_checks:
        _limit_checks.append(check)


def register_record(record: DecisionRecord) -> None:
    """Let the record keep what is decided about people and organisations."""
    if record not in _records:
        _records.append(record)


def register_letter_box(letter_box: LetterBox) -> None:
    """Let the letters of this room leave through the outbox."""
    if letter_box not in _letter_boxes:
        _letter_boxes.append(letter_box)


def register_telling(telling: Telling) -> None:
    """Let people hear of this room's events (their lines are in bansou.notifications.account_tellers)."""
    if telling not in _tellings:
        _tellings.append(telling)


def check_limit(by: User, name: str) -> None:
    """Count one more write; `name` is a line of the table of rates. Call it inside the transaction of the write."""
    for check in _limit_checks:
        check(by, name)


def record_decision(*, by: User | None, target: Model, verb: str, reason: str, actor: str = "") -> None:
    """Write down a decision. Call it late inside the transaction of the act itself."""
    for record in _records:
        record(by=by, target=target, verb=verb, reason=reason, actor=actor)


def tell_people(name: str, *, to: Iterable[User], target_id: int, thread: str, by: User | None = None, key: str = "") -> None:
    """Tell the people of an event of the table. Nobody is told of what he did himself (`by`), and of the same `key` only once."""
    for telling in _tellings:
        telling(name, target_id=target_id, thread=thread, by=by, to=to, key=key)


def send_letter(*, to: User, template: str, context: dict[str, Any]) -> None:
    """Send the person one of the letters of templates/notifications/letters. Nobody inactive gets mail.

    Call it inside the transaction of what the letter tells about.
    """
    if to.is_active:
        send_letter_to_address(to.email, template=template, context={"to": to, **context})


def send_letter_to_address(address: str, *, template: str, context: dict[str, Any]) -> None:
    """The same to an address of which we do not know whose it is."""
    for letter_box in _letter_boxes:
        letter_box(address, template=template, context=context)
