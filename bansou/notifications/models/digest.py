"""Digests: what a person is sent once a day or a week, for a period with a key."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from accounts.models import User
from bansou.notifications.models.choices import Rhythm
from bansou.notifications.models.outgoing_mail import OutgoingMail

#: Whoever has not signed in for so long is sent one last digest, and then none until he comes back.
SILENT_DAYS = 180
#: Digests are kept for so long, so that nobody is sent a thing twice.
DIGEST_KEPT_DAYS = 180
#: What the thread of a digest's mail begins with.
DIGEST_THREAD = "digest:"


class DigestPeriodQuerySet(models.QuerySet["DigestPeriod"]):
    """Reads of periods."""

    def unfinished(self) -> "DigestPeriodQuerySet":
        """Those in which not everybody had his turn, the oldest first."""
        return self.filter(done_at=None).order_by("day", "rhythm")

    def with_counts(self) -> "DigestPeriodQuerySet":
        """With what became of the digests: `sent`, `waiting`, `needless`, `given_up`. Whether a mail is opened is not asked."""
        digests = Digest.objects.filter(period=OuterRef("pk")).order_by()

        def count(became: "DigestQuerySet") -> Coalesce:
            counted = became.values("period").annotate(count=models.Count("pk")).values("count")
            return Coalesce(models.Subquery(counted), 0)

        counts: DigestPeriodQuerySet = self.annotate(
            sent=count(digests.filter(outgoing__sent_at__isnull=False)),
            waiting=count(digests.leaving()),
            needless=count(digests.filter(outgoing__dropped_at__isnull=False)),
            given_up=count(digests.filter(outgoing__given_up_at__isnull=False)),
        )
        return counts


class DigestPeriod(models.Model):
    """A morning on which the digests of a rhythm are due: the key that lets each be written once, whatever happens to the scheduler.

    `reached` is the number of the last person who had his turn; after a crash the run goes on from there.
    """

    rhythm = models.CharField("回数", max_length=10, choices=Rhythm)
    day = models.DateField("日付")
    reached = models.PositiveBigIntegerField("ここまで書いた", default=0)
    begun_at = models.DateTimeField("始めた日時", default=timezone.now)
    done_at = models.DateTimeField("書き終えた日時", null=True, blank=True)

    objects = DigestPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = "まとめのメール"
        verbose_name_plural = "まとめのメール"
        ordering = ("-day", "rhythm")
        default_permissions = ("view",)
        constraints = (
            models.UniqueConstraint(fields=("rhythm", "day"), name="one_period_per_morning"),
            models.CheckConstraint(condition=Q(rhythm__in=(Rhythm.DAILY, Rhythm.WEEKLY)), name="known_rhythm_of_period"),
        )

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.get_rhythm_display()}"


class DigestQuerySet(models.QuerySet["Digest"]):
    """Reads of digests."""

    def leaving(self) -> "DigestQuerySet":
        """Those whose mail still waits in the outbox."""
        return self.filter(outgoing__isnull=False, outgoing__sent_at=None, outgoing__given_up_at=None, outgoing__dropped_at=None)

    def forgettable(self, now: datetime.datetime) -> "DigestQuerySet":
        """Old ones that no notice names any more. A last one is kept: without it the silent person would get another."""
        return self.filter(made_at__lte=now - datetime.timedelta(days=DIGEST_KEPT_DAYS), is_last=False, notices=None)


class Digest(models.Model):
    """One digest for one person. Written in one transaction with the notices that it takes (`Notice.digest`) and with its mail.

    `chosen` holds, by the name of each part (`bansou.notifications.digest_parts`), the numbers of what was chosen for him; no word of it.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="利用者")
    period = models.ForeignKey(DigestPeriod, on_delete=models.PROTECT, related_name="digests", verbose_name="回")
    made_at = models.DateTimeField("日時", default=timezone.now)
    chosen = models.JSONField("選んだもの", default=dict, blank=True)
    is_last = models.BooleanField("最後の一通", default=False)
    outgoing = models.OneToOneField(
        OutgoingMail, on_delete=models.SET_NULL, null=True, blank=True, related_name="digest", verbose_name="送信メール"
    )

    person_id: int
    outgoing_id: int | None
    objects = DigestQuerySet.as_manager()

    class Meta:
        verbose_name = "一人分のまとめ"
        verbose_name_plural = "一人分のまとめ"
        ordering = ("-pk",)
        default_permissions = ()
        constraints = (models.UniqueConstraint(fields=("person", "period"), name="one_digest_per_period"),)

    def __str__(self) -> str:
        return f"{self.period_id} → {self.person_id}"


def digest_readers(rhythm: str, now: datetime.datetime) -> QuerySet[User]:
    """The people to whom digests of the rhythm go, with `is_silent`: he is to be sent his last one.

    Weekly is the way of whoever chose nothing. Nobody gets one who stopped his mails, whose mails do not arrive, or whose address nobody
    confirmed; after long silence only who got digests before, and once.
    """
    from allauth.account.models import EmailAddress  # needs our User first

    wanted = Q(mail_preferences__rhythm=rhythm)
    if rhythm == Rhythm.WEEKLY:
        wanted |= Q(mail_preferences=None)
    addresses = EmailAddress.objects.filter(user=OuterRef("pk"))
    seen_at = Greatest("date_joined", Coalesce("last_login", "date_joined"))
    since = now - datetime.timedelta(days=SILENT_DAYS)
    own = Digest.objects.filter(person=OuterRef("pk"))
    return (
        User.objects.filter(wanted, is_active=True, mail_preferences__stopped_at=None, mail_preferences__undeliverable_at=None)
        .exclude(Exists(addresses), ~Exists(addresses.filter(verified=True)))
        .annotate(seen_at=seen_at, is_silent=models.Case(models.When(seen_at__lt=since, then=True), default=False))
        .exclude(Q(seen_at__lt=since) & (~Exists(own) | Exists(own.filter(is_last=True, made_at__gt=OuterRef("seen_at")))))
    )
