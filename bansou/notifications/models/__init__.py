"""What is told to whom: occurrences, notices, the outbox, and what people chose."""

from bansou.notifications.models.choices import EventChoice, MailPreferences, Rhythm
from bansou.notifications.models.digest import DIGEST_THREAD, Digest, DigestPeriod, digest_readers
from bansou.notifications.models.notice import Notice
from bansou.notifications.models.occurrence import Occurrence
from bansou.notifications.models.outgoing_mail import OutgoingMail

__all__ = [
    "DIGEST_THREAD",
    "Digest",
    "DigestPeriod",
    "EventChoice",
    "MailPreferences",
    "Notice",
    "Occurrence",
    "OutgoingMail",
    "Rhythm",
    "digest_readers",
]
