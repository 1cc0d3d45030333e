"""What is kept of somebody who leaves: which banners he closed goes, what he announced for the site stays."""

from accounts.leaving import LeavingRules, register_leaving
from accounts.models import User
from bansou.announcements.models import PutAside


def erase(person: User, _address: str) -> None:
    """The closed banners."""
    PutAside.objects.filter(person=person).delete()


def connect() -> None:
    """Called once when the app is ready."""
    register_leaving(LeavingRules(erase=erase))
