"""How far an announcement has come: counted from its notices and their mails."""

from dataclasses import dataclass

from django.db.models import Count, Q

from bansou.announcements.models import Announcement
from bansou.notifications.models import Notice


@dataclass(frozen=True)
class Progress:
    """Numbers of people. `expected`: who is in the circle now; those who chose no mail get none."""

    expected: int
    told: int = 0
    mails: int = 0
    sent: int = 0
    dropped: int = 0
    given_up: int = 0

    @property
    def waiting(self) -> int:
        """Mails that have not left yet."""
        return self.mails - self.sent - self.dropped - self.given_up

    @classmethod
    def of(cls, announcement: Announcement) -> "Progress":
        """As of now, in two queries."""
        expected = announcement.people().count()
        if announcement.occurrence_id is None:  # type: ignore[attr-defined]
            return cls(expected)
        counted = Notice.objects.filter(occurrence=announcement.occurrence_id).aggregate(  # type: ignore[attr-defined]
            told=Count("pk"),
            mails=Count("outgoing"),
            sent=Count("pk", filter=Q(outgoing__sent_at__isnull=False)),
            dropped=Count("pk", filter=Q(outgoing__dropped_at__isnull=False)),
            given_up=Count("pk", filter=Q(outgoing__given_up_at__isnull=False)),
        )
        return cls(expected, **counted)
