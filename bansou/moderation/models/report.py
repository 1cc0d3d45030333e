"""The queue of what staff look at: reports by anybody, first posts of newcomers, answers to notices."""

import secrets

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Case, F, Q, When
from django.utils import timezone

from accounts.models import Organisation
from bansou.moderation.models.notice import Notice
from bansou.moderation.models.reason import Reason

#: Characters of what somebody tells, and of staff's answer to it.
TEXT_MAX, ANSWER_MAX = 1000, 400
#: Without letters and digits that look alike; ten of them cannot be guessed.
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


class Origin(models.TextChoices):
    """Why something stands in the queue."""

    REPORT = "report", "通報"
    FIRST_POST = "first_post", "はじめての投稿"
    ANSWER = "answer", "書いた方からの返事"


class ReportState(models.TextChoices):
    """How far it is."""

    WAITING = "waiting", "確認待ち"
    #: Nothing showed that a person sent it. Staff look at these last.
    SUSPECT = "suspect", "確認待ち（自動送信の疑い）"
    DONE = "done", "確認済み"


class Outcome(models.TextChoices):
    """What came of it."""

    ACTED = "acted", "対応しました"
    KEPT = "kept", "確認し、そのままにしました"


def new_number() -> str:
    """A receipt number that nobody guesses: 7K3M-92QF-AB."""
    drawn = "".join(secrets.choice(_LETTERS) for _ in range(10))
    return f"{drawn[:4]}-{drawn[4:8]}-{drawn[8:]}"


class ReportQuerySet(models.QuerySet["Report"]):
    """Reads of the queue."""

    def open(self) -> "ReportQuerySet":
        """What nobody has decided about."""
        return self.exclude(state=ReportState.DONE)

    def in_queue_order(self) -> "ReportQuerySet":
        """What waits, the oldest first; then what may come from a script; then what is done, the latest first."""
        rank = Case(When(state=ReportState.WAITING, then=0), When(state=ReportState.SUSPECT, then=1), default=2)
        age = Case(When(state=ReportState.DONE, then=-F("pk")), default=F("pk"), output_field=models.BigIntegerField())
        return self.order_by(rank, age)

    def about(self, target: models.Model) -> "ReportQuerySet":
        """What stands in the queue about one thing."""
        return self.filter(content_type=ContentType.objects.get_for_model(target), object_id=target.pk)


class Report(models.Model):
    """One entry of the queue, with the number by which whoever sent it asks for its state."""

    number = models.CharField("受付番号", max_length=12, unique=True, default=new_number, editable=False)
    origin = models.CharField("きっかけ", max_length=10, choices=Origin, default=Origin.REPORT)
    reason = models.ForeignKey(Reason, on_delete=models.PROTECT, related_name="+", verbose_name="理由", null=True, blank=True)
    text = models.CharField("くわしい内容", max_length=TEXT_MAX, blank=True)
    #: The thing, where the site knows it; else the address alone, as it was typed.
    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    object_id = models.PositiveBigIntegerField("番号", null=True, blank=True)
    target = GenericForeignKey("content_type", "object_id")
    target_name = models.CharField("対象", max_length=200, blank=True)
    address = models.CharField("ページ", max_length=300, blank=True)
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", verbose_name="送った方", null=True, blank=True
    )
    #: For whom a verified supporter spoke then. Reports of three organisations take a post out of sight until it is looked at.
    organisation = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, related_name="+", verbose_name="所属", null=True, blank=True
    )
    notice = models.ForeignKey(
        Notice, on_delete=models.CASCADE, related_name="answers", verbose_name="返事をした連絡", null=True, blank=True
    )
    state = models.CharField("状態", max_length=10, choices=ReportState, default=ReportState.WAITING)
    created_at = models.DateTimeField("受け付けた日時", default=timezone.now, editable=False)
    outcome = models.CharField("結果", max_length=10, choices=Outcome, blank=True)
    answer = models.CharField("送った方への返事", max_length=ANSWER_MAX, blank=True)
    closed_at = models.DateTimeField("確認した日時", null=True, blank=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="確認した人", null=True, blank=True
    )
    #: The key of the form that made it: a second press of the button finds this row.
    submission_key = models.UUIDField(unique=True, editable=False)

    reporter_id: int | None
    notice_id: int | None

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = "通報・確認待ち"
        verbose_name_plural = "通報・確認待ち"
        ordering = ("-pk",)
        indexes = (
            models.Index(fields=("content_type", "object_id", "-id"), name="report_about"),
            models.Index(fields=("-id",), condition=~Q(state="done"), name="report_open"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(origin__in=Origin.values), name="known_report_origin"),
            models.CheckConstraint(condition=Q(state__in=ReportState.values), name="known_report_state"),
            models.CheckConstraint(condition=~Q(origin="report", reason=None), name="report_has_a_reason"),
            models.CheckConstraint(condition=Q(origin="answer") ^ Q(notice=None), name="answers_answer_a_notice"),
            models.CheckConstraint(
                condition=Q(state="done", closed_at__isnull=False, outcome__in=Outcome.values)
                | (~Q(state="done") & Q(closed_at=None, outcome="")),
                name="report_done_with_outcome",
            ),
            # Whoever reports a thing twice has reported it once.
            models.UniqueConstraint(
                fields=("reporter", "content_type", "object_id"),
                condition=Q(origin="report") & ~Q(state="done"),
                name="one_open_report_per_person_and_thing",
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.target_name or self.address}"

    @property
    def is_done(self) -> bool:
        """Whether staff decided."""
        return self.state == ReportState.DONE

    @property
    def why(self) -> str:
        """In a few words, why it stands in the queue."""
        return self.reason.words if self.reason else str(Origin(self.origin).label)
