"""What was told to somebody who left, and the mails that went to him."""

from accounts.leaving import LeavingRules, register_leaving
from accounts.models import User
from bansou.notifications.models import Digest, EventChoice, MailPreferences, Notice, Occurrence, OutgoingMail


def erase(person: User, address: str) -> None:
    """The outbox keeps what was sent; of him it keeps nothing. That something happened stays, without saying that he did it."""
    OutgoingMail.objects.filter(recipient=address).delete()
    OutgoingMail.objects.filter(person=person).delete()
    Notice.objects.filter(person=person).delete()
    Digest.objects.filter(person=person).delete()
    EventChoice.objects.filter(person=person).delete()
    MailPreferences.objects.filter(person=person).delete()
    Occurrence.objects.filter(by=person).update(by=None)


def connect() -> None:
    """Called once when the app is ready."""
    register_leaving(LeavingRules(erase=erase))
