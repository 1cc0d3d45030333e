"""What is kept of somebody who leaves: none of what he looked for."""

from accounts.leaving import LeavingRules, register_leaving
from accounts.models import User
from bansou.search.models import SavedSearch


def erase(person: User, _address: str) -> None:
    """His saved searches."""
    SavedSearch.objects.filter(person=person).delete()


def connect() -> None:
    """Called once when the app is ready."""
    register_leaving(LeavingRules(erase=erase))
