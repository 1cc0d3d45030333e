"""What becomes of somebody's learning when he leaves: his records are confirmed no more at once, and go with the rest of it."""

from accounts.leaving import LeavingRules, register_leaving
from accounts.models import User
from bansou.school.models import Certificate, LessonDone


def erase(person: User, _address: str) -> None:
    """Both. Nobody else's words hang on them."""
    Certificate.objects.filter(person=person).delete()
    LessonDone.objects.filter(person=person).delete()


def connect() -> None:
    """Called once when the app is ready."""
    register_leaving(LeavingRules(erase=erase))
