"""Who may do what in the school."""

from accounts.audiences import Person
from accounts.models import User
from accounts.refusals import Refused
from bansou.school.models import Certificate, LessonDone


def check_can_make_certificate(person: User) -> None:
    """Whoever has done a lesson."""
    if not LessonDone.objects.of(person).exists():
        raise Refused("学び終えたレッスンが、まだありません。一つ終えると、記録を作れます。")


def owns(person: Person, certificate: Certificate) -> bool:
    """Whether the record is about the person: he alone takes it back."""
    return person.is_authenticated and certificate.person_id == person.pk
