"""The outbox: every mail is a row before it is a mail."""

from django.db import models
from django.utils import timezone


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    """Reads of the outbox."""

    def waiting(self) -> "OutgoingMailQuerySet":
        """Neither sent nor given up."""
        return self.filter(sent_at=None, given_up_at=None)


class OutgoingMail(models.Model):
    """One mail to one address, written in the transaction of what it tells about; the worker sends it."""

    recipient = models.EmailField("宛先", max_length=254)
    subject = models.CharField("件名", max_length=255)
    text = models.TextField("本文")
    html = models.TextField("HTMLの本文", blank=True)
    sender = models.CharField("差出人", max_length=254, blank=True)
    created_at = models.DateTimeField("作成日時", default=timezone.now)
    sent_at = models.DateTimeField("送信日時", null=True, blank=True)
    given_up_at = models.DateTimeField("送信をやめた日時", null=True, blank=True)
    attempts = models.PositiveSmallIntegerField("試した回数", default=0)
    last_error = models.CharField("最後のエラー", max_length=255, blank=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = "送信メール"
        verbose_name_plural = "送信メール"
        ordering = ("-pk",)
        indexes = (models.Index(fields=("created_at",), condition=models.Q(sent_at=None, given_up_at=None), name="mail_waiting"),)

    def __str__(self) -> str:
        return f"{self.subject} → {self.recipient}"
