"""What became of the company afterwards. Not part of the record's versions: it comes months later and needs no full review."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.audiences import Person
from cases.limits import FOLLOW_UP_TEXT
from cases.models.case import Case
from cases.statuses import FollowUpStatus
from cases.vocabularies import FollowUpTime, SelfRunning


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    """Reads of follow-ups."""

    def visible_to(self, user: Person) -> "FollowUpQuerySet":
        """Published ones of published cases that the person may read, in order of time."""
        readable = Case.objects.visible_to(user)
        return self.filter(status=FollowUpStatus.PUBLISHED, case__in=readable.order_by().values("pk")).order_by("months")


class FollowUp(models.Model):
    """その後 (field 25): the answer 3, 6, 12 or 24 months after the support ended. A row without text is a question not yet answered."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="follow_ups", verbose_name="事例")
    months = models.PositiveSmallIntegerField("支援を終えてから", choices=FollowUpTime)
    due_on = models.DateField("答えてほしい日", null=True, blank=True)
    asked_on = models.DateField("たずねた日", null=True, blank=True)
    month = models.DateField("いつの様子か", null=True, blank=True, help_text="その月の1日として記録します。")
    text = models.TextField("その後のようす", max_length=FOLLOW_UP_TEXT, blank=True)
    self_running = models.CharField("自走化の状態", max_length=12, choices=SelfRunning, blank=True)
    status = models.CharField("状態", max_length=10, choices=FollowUpStatus, default=FollowUpStatus.DRAFT)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="follow_ups",
        verbose_name="書いた人",
    )
    submitted_at = models.DateTimeField("提出日時", null=True, blank=True)
    published_at = models.DateTimeField("公開日時", null=True, blank=True)
    created_at = models.DateTimeField("作成日時", auto_now_add=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = "その後"
        verbose_name_plural = "その後"
        ordering = ("months",)
        constraints = (
            models.UniqueConstraint(fields=("case", "months"), name="one_follow_up_per_time"),
            models.CheckConstraint(condition=Q(months__in=FollowUpTime.values), name="known_follow_up_time"),
            models.CheckConstraint(condition=Q(status__in=FollowUpStatus.values), name="known_follow_up_status"),
            models.CheckConstraint(condition=Q(self_running__in=["", *SelfRunning.values]), name="known_follow_up_self_running"),
            models.CheckConstraint(
                condition=~Q(status__in=[FollowUpStatus.SUBMITTED, FollowUpStatus.PUBLISHED]) | (~Q(text="") & ~Q(author=None)),
                name="sent_follow_up_has_words",
            ),
        )

    def __str__(self) -> str:
        return f"{self.case}（{self.get_months_display()}）"
