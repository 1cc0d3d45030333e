"""What allauth tells us: one receiver a signal, each of which calls an action."""

from typing import Any

from accounts.models import User
from bansou.notifications.actions import mark_deliverable


def reach_at_new_address(user: User, **_: Any) -> None:
    """A person has another, confirmed address: mails reach him again."""
    mark_deliverable(user)
