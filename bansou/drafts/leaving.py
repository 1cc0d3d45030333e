"""What somebody was typing when he left."""

from accounts.leaving import LeavingRules, register_leaving
from accounts.models import User
from bansou.drafts.models import Draft


def erase(person: User, _address: str) -> None:
    """Nobody else ever saw it."""
    Draft.objects.filter(person=person).delete()


def connect() -> None:
    """Called once when the app is ready."""
    register_leaving(LeavingRules(erase=erase))
