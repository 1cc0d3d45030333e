"""The outbox: every mail is a row before it is a mail."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    """Reads of the outbox."""

    def waiting(self) -> "OutgoingMailQuerySet":
        """Neither sent, nor given up, nor needless."""
        return self.filter(sent_at=None, given_up_at=None, dropped_at=None)

    def due(self) -> "OutgoingMailQuerySet":
        """Those that may leave now and that no worker has in hand, the longest due first."""
        now = timezone.now()
        in_nobodys_hand = models.Q(claimed_until=None) | models.Q(claimed_until__lt=now)
        return self.waiting().filter(in_nobodys_hand, due_at__lte=now).order_by("due_at", "pk")

    def letters(self) -> "OutgoingMailQuerySet":
        """Those about somebody's own things, with their words from the start: a number for signing in waits behind no announcement."""
        return self.filter(person=None)

    def dead(self) -> "OutgoingMailQuerySet":
        """Given up, and staff have not decided yet what becomes of them; the latest first."""
        return self.filter(given_up_at__isnull=False, dropped_at=None).order_by("-given_up_at", "-pk")


class OutgoingMail(models.Model):
    """One mail to one address, written in the transaction of what it tells about; the worker sends it.

    It waits until it is sent, given up, or dropped as needless. `attempts` counts from the moment a worker takes it in hand.

    A letter has its words when it is written. The mail of notices (`person` is set) gets them when it leaves: what was read meanwhile, taken
    back, or is no longer for this person's eyes is not in it, and if nothing remains it is dropped.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name="利用者"
    )
    #: The thread of its notices; what happens there before it leaves goes with it.
    thread = models.CharField("まとまり", max_length=60, blank=True)
    #: What the person stops with one press in his mail program: the name of an event, or `unsubscribing.DIGEST`.
    stops = models.CharField("止められる種類", max_length=40, blank=True)
    recipient = models.EmailField("宛先", max_length=254, blank=True)
    subject = models.CharField("件名", max_length=255, blank=True)
    text = models.TextField("本文", blank=True)
    html = models.TextField("HTMLの本文", blank=True)
    sender = models.CharField("差出人", max_length=254, blank=True)
    created_at = models.DateTimeField("作成日時", default=timezone.now)
    due_at = models.DateTimeField("送信できる日時", default=timezone.now)
    sent_at = models.DateTimeField("送信日時", null=True, blank=True)
    given_up_at = models.DateTimeField("送信をやめた日時", null=True, blank=True)
    dropped_at = models.DateTimeField("要らなくなった日時", null=True, blank=True)
    #: A worker has it in hand until then; if the worker dies, it comes back by itself.
    claimed_until = models.DateTimeField("送信中の期限", null=True, blank=True)
    #: A report came that it did not arrive (bounces.py).
    returned_at = models.DateTimeField("戻ってきた日時", null=True, blank=True)
    attempts = models.PositiveSmallIntegerField("試した回数", default=0)
    last_error = models.CharField("最後のエラー", max_length=255, blank=True)

    person_id: int | None
    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = "送信メール"
        verbose_name_plural = "送信メール"
        ordering = ("-pk",)
        indexes = (
            models.Index(
                fields=("due_at", "id"),
                condition=models.Q(sent_at=None, given_up_at=None, dropped_at=None),
                name="mail_due",
            ),
            models.Index(
                fields=("due_at", "id"),
                condition=models.Q(sent_at=None, given_up_at=None, dropped_at=None, person=None),
                name="letter_due",
            ),
            models.Index(
                fields=("-given_up_at",), condition=models.Q(given_up_at__isnull=False, dropped_at=None), name="mail_dead"
            ),
        )
        constraints = (
            # Two events of one thread at the same moment find one mail; whoever comes second joins it.
            models.UniqueConstraint(
                fields=("person", "thread"),
                condition=models.Q(sent_at=None, given_up_at=None, dropped_at=None, attempts=0, person__isnull=False),
                name="one_waiting_mail_per_thread",
            ),
        )

    def __str__(self) -> str:
        return f"{self.subject or self.thread} → {self.recipient or self.person_id}"
