"""The mails that went to somebody who left."""

from accounts.leaving import LeavingRules, register_leaving
from accounts.models import User
from bansou.notifications.models import OutgoingMail


def erase(_person: User, address: str) -> None:
    """The outbox keeps what was sent; of him it keeps nothing."""
    OutgoingMail.objects.filter(recipient=address).delete()


def connect() -> None:
    """Called once when the app is ready."""
    register_leaving(LeavingRules(erase=erase))
