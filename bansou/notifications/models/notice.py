"""That a person is told of an event."""

import datetime
from collections.abc import Collection, Sequence

from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from accounts.audiences import Person
from bansou.notifications.events import Mail
from bansou.notifications.models.digest import Digest
from bansou.notifications.models.occurrence import Occurrence
from bansou.notifications.models.outgoing_mail import OutgoingMail

#: How long the inbox keeps a notice, read or not.
KEPT = datetime.timedelta(days=180)


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Reads of notices."""

    def of(self, user: Person) -> "NoticeQuerySet":
        """The person's own; nobody sees another's."""
        return self.filter(person_id=user.pk) if user.is_authenticated else self.none()

    def unread(self) -> "NoticeQuerySet":
        """Not seen yet."""
        return self.filter(read_at=None)

    def for_digest(self) -> "NoticeQuerySet":
        """Those that the person's next digest takes along."""
        return self.unread().filter(mail=Mail.DIGEST, digest=None)

    def heads(self, *, gathered: Collection[str]) -> "NoticeQuerySet":
        """One for each line of the inbox: the latest of its thread and event, apart for read and unread.

        `gathered` names the events whose notices share a line; each of the others is a line of its own.
        """
        later = Notice.objects.filter(
            person=OuterRef("person"), thread=OuterRef("thread"), event=OuterRef("event"), pk__gt=OuterRef("pk")
        )
        is_not_last = Exists(later.filter(read_at=None)) & Q(read_at=None)
        is_not_last |= Exists(later.filter(read_at__isnull=False)) & Q(read_at__isnull=False)
        return self.exclude(Q(event__in=gathered) & is_not_last)

    def in_lines(self, heads: "Sequence[Notice]", *, gathered: Collection[str], at_most: int) -> "NoticeQuerySet":
        """What stands in these lines, the latest first: the heads themselves, and what is gathered under them, `at_most` in a line."""
        wanted = Q(pk__in=[head.pk for head in heads])
        for head in heads:
            if head.event in gathered:
                wanted |= Q(thread=head.thread, event=head.event, read_at__isnull=head.read_at is None)
        is_read = models.Case(models.When(read_at=None, then=0), default=1)
        place = Window(RowNumber(), partition_by=[F("person"), F("thread"), F("event"), is_read], order_by="-pk")
        return self.filter(wanted).annotate(place=place).filter(place__lte=at_most).order_by("-pk")

    def old(self) -> "NoticeQuerySet":
        """Those that the inbox keeps no longer."""
        return self.filter(made_at__lt=timezone.now() - KEPT)


class Notice(models.Model):
    """One event for one person: a line of his inbox, and a part of at most one mail or digest.

    `key` names what it is about where several events say the same: who is called by name in a reply that he also follows hears of it once.
    `mail` is the way that held when it was written.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="利用者")
    occurrence = models.ForeignKey(Occurrence, on_delete=models.CASCADE, related_name="notices", verbose_name="できごと")
    event = models.CharField("種類", max_length=40)
    thread = models.CharField("まとまり", max_length=60)
    key = models.CharField("重複を防ぐ名前", max_length=80)
    made_at = models.DateTimeField("日時", default=timezone.now)
    read_at = models.DateTimeField("読んだ日時", null=True, blank=True)
    mail = models.CharField("メール", max_length=10, choices=Mail)
    outgoing = models.ForeignKey(
        OutgoingMail, on_delete=models.SET_NULL, null=True, blank=True, related_name="notices", verbose_name="送信メール"
    )

    #: The digest that took it along, for good: a digest is not forgotten while a notice names it, or it would be told again.
    digest = models.ForeignKey(
        Digest, on_delete=models.RESTRICT, null=True, blank=True, related_name="notices", verbose_name="まとめのメール"
    )

    person_id: int
    occurrence_id: int
    outgoing_id: int | None
    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "お知らせ"
        verbose_name_plural = "お知らせ"
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(fields=("person", "key"), name="told_once"),
            models.CheckConstraint(condition=models.Q(mail__in=Mail.values), name="known_way_of_notice"),
        )
        indexes = (
            models.Index(fields=("person", "-id"), name="notice_by_person"),
            models.Index(fields=("person", "thread"), condition=models.Q(read_at=None), name="notice_unread"),
            models.Index(
                fields=("person",), condition=models.Q(read_at=None, mail="digest", digest=None), name="notice_for_digest"
            ),
            models.Index(fields=("person", "thread", "event", "-id"), name="notice_in_line"),
            # Old ones lie together at the beginning of the table: a few pages of memory find them once a day.
            BrinIndex(fields=("made_at",), name="notice_by_age"),
        )

    def __str__(self) -> str:
        return f"{self.event} → {self.person_id}"
