"""What order keeps of somebody who leaves: the record of decisions and suspensions; the rest goes."""

from accounts.leaving import LeavingRules, register_leaving
from accounts.models import User
from bansou.moderation.models import LimitCounter, Notice, Report


def erase(person: User, _address: str) -> None:
    """Counters and what staff told him go; what he reported stays without his name, because it is about somebody else."""
    LimitCounter.objects.filter(person=person).delete()
    Notice.objects.filter(person=person).delete()
    Report.objects.filter(reporter=person).update(reporter=None)


def connect() -> None:
    """Called once when the app is ready."""
    register_leaving(LeavingRules(erase=erase))
