"""A round of the review: from handing a case to staff until they return or publish it, or its author takes it back.

Wagtail's workflow says where a case stands (statuses.py). The round says what Wagtail does not know: since when the author waits, who has
claimed the case, what was remarked at which field, of what staff were reminded.
"""

import datetime

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, OuterRef, Q, Window
from django.db.models.functions import Cast, RowNumber
from django.utils import timezone
from wagtail.models import Revision, TaskState

from accounts.models import User
from cases.business_time import business_days
from cases.limits import CLAIM_DAYS
from cases.statuses import RoundOutcome

_TEXT = 1000


class ReviewRoundQuerySet(models.QuerySet["ReviewRound"]):
    """Reads of rounds."""

    def open(self) -> "ReviewRoundQuerySet":
        """Those that staff have not ended."""
        return self.filter(ended_at=None)

    def decided(self) -> "ReviewRoundQuerySet":
        """Those that staff ended, so that they had read the case; the latest first."""
        return self.filter(outcome__in=(RoundOutcome.RETURNED, RoundOutcome.PUBLISHED)).order_by("-pk")

    def claimed(self) -> "ReviewRoundQuerySet":
        """Those that somebody has in hand, not longer than a claim holds."""
        return self.filter(claimed_at__gt=timezone.now() - datetime.timedelta(days=CLAIM_DAYS))

    def places(self) -> dict[int, int]:
        """The place of each in the queue, by the number of its case: 1 waits longest."""
        placed = self.annotate(place=Window(RowNumber(), order_by=("submitted_at", "pk")))
        return dict(placed.values_list("case_id", "place"))

    def approved_by(self, user: User) -> "ReviewRoundQuerySet":
        """Those in which the person approved a step."""
        approvals = TaskState.objects.filter(
            workflow_state__base_content_type=ContentType.objects.get(app_label="cases", model="case"),
            status=TaskState.STATUS_APPROVED,
            finished_by_id=user.pk,
            started_at__gte=OuterRef("submitted_at"),
        ).annotate(number=Cast("workflow_state__object_id", models.BigIntegerField()))
        return self.filter(Exists(approvals.filter(number=OuterRef("case_id"))))


class ReviewRound(models.Model):
    """One round. Opened and ended by receivers of Wagtail's signals, so it stands wherever the review was moved."""

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="review_rounds", verbose_name="事例")
    revision = models.ForeignKey(Revision, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="出された版")
    submitted_at = models.DateTimeField("出された日時")
    ended_at = models.DateTimeField("終わった日時", null=True, blank=True)
    outcome = models.CharField("結果", max_length=10, choices=RoundOutcome, blank=True)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="担当"
    )
    claimed_at = models.DateTimeField("担当した日時", null=True, blank=True)
    #: The business hours of waiting of which staff were reminded last: 0, 24 or 48.
    reminded_hours = models.PositiveSmallIntegerField("知らせた時間", default=0)

    objects = ReviewRoundQuerySet.as_manager()

    class Meta:
        verbose_name = "審査の回"
        verbose_name_plural = "審査の回"
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("case",), condition=Q(ended_at=None), name="one_open_round_per_case"),
            models.CheckConstraint(
                condition=Q(ended_at=None, outcome="") | Q(ended_at__isnull=False, outcome__in=RoundOutcome.values),
                name="ended_round_has_outcome",
            ),
            models.CheckConstraint(
                condition=Q(claimed_by=None, claimed_at=None) | Q(claimed_by__isnull=False, claimed_at__isnull=False),
                name="claim_has_its_time",
            ),
        )
        indexes = (models.Index(fields=("submitted_at", "id"), condition=Q(ended_at=None), name="round_waiting"),)

    def __str__(self) -> str:
        return f"{self.case_id}: {self.submitted_at:%Y-%m-%d}"

    case_id: int
    claimed_by_id: int | None

    @property
    def thread(self) -> str:
        """What reviewers are told of it stands together in their inboxes (notifications: Occurrence.thread)."""
        return f"review:{self.pk}"

    @property
    def claimant(self) -> User | None:
        """Who has it in hand; nobody once the claim has run out."""
        if self.claimed_at is None or self.claimed_at <= timezone.now() - datetime.timedelta(days=CLAIM_DAYS):
            return None
        return self.claimed_by

    @property
    def age(self) -> int:
        """Whole business days since it was submitted."""
        return business_days(self.submitted_at, self.ended_at or timezone.now())

    @property
    def age_words(self) -> str:
        """The age as staff read it."""
        return f"{self.age}営業日" if self.age else "1営業日未満"


class FieldComment(models.Model):
    """What a reviewer asks about one field or row of a case, sent with the return, and what the team answers."""

    TEXT_AT_MOST = _TEXT

    round = models.ForeignKey(ReviewRound, on_delete=models.CASCADE, related_name="comments", verbose_name="審査の回")
    #: A field of the case, or a row as `kind:identity` (comparison.Row.place).
    place = models.CharField("場所", max_length=80)
    label = models.CharField("項目", max_length=80)
    text = models.TextField("コメント", max_length=_TEXT)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="書いた人")
    answer = models.TextField("返事", max_length=_TEXT, blank=True)
    is_settled = models.BooleanField("直しました", default=False)

    class Meta:
        verbose_name = "項目へのコメント"
        verbose_name_plural = "項目へのコメント"
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("round", "place"), name="one_comment_per_place_and_round"),)

    def __str__(self) -> str:
        return f"{self.label}：{self.text[:40]}"

    @property
    def name(self) -> str:
        """The field or the kind of rows that it is about."""
        return self.place.partition(":")[0]

    @property
    def row(self) -> str:
        """What names the row among its fellows; "" for a field of the case."""
        return self.place.partition(":")[2]

    @property
    def is_open(self) -> bool:
        """Whether the team has said nothing to it yet."""
        return not (self.is_settled or self.answer)


class CannedReason(models.Model):
    """A reason for a return that staff need again and again; they edit the list."""

    title = models.CharField("短い名前", max_length=40, unique=True)
    text = models.TextField("書いた方に届く文章", max_length=_TEXT)
    position = models.PositiveSmallIntegerField("順番", default=100)
    is_active = models.BooleanField("使う", default=True)

    class Meta:
        verbose_name = "差し戻しの文例"
        verbose_name_plural = "差し戻しの文例"
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.title
