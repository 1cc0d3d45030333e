"""What is kept of the self-checks of somebody who leaves: nothing."""

from accounts.leaving import LeavingRules, register_leaving
from accounts.models import User
from bansou.school.models import SelfCheck


def erase(person: User, _address: str) -> None:
    """All of them."""
    SelfCheck.objects.filter(person=person).delete()


def connect() -> None:
    """Called once when the app is ready."""
    register_leaving(LeavingRules(erase=erase))
