"""What became of the company afterwards. Not part of the record's versions: it comes months later and needs no full review."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.audiences import Person
from cases.limits import FOLLOW_UP_TEXT
from cases.models.case import Case
from cases.statuses import FOLLOW_UP_TRANSITIONS, FollowUpStatus, Verb
from cases.vocabularies import FollowUpTime, SelfRunning

#: Where the next step is the team's.
WAITS_FOR_TEAM = (FollowUpStatus.DRAFT, FollowUpStatus.RETURNED)


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    """Reads of follow-ups."""

    def visible_to(self, user: Person) -> "FollowUpQuerySet":
        """Published ones of published cases that the person may read, in order of time."""
        readable = Case.objects.visible_to(user)
        return self.shown().filter(case__in=readable.order_by().values("pk"))

    def shown(self) -> "FollowUpQuerySet":
        """Those with an answer for readers, in order of time; whether the case is published is asked elsewhere."""
        return self.filter(published_at__isnull=False).order_by("months")

    def of_team(self, user: Person) -> "FollowUpQuerySet":
        """Those of the cases that the person wrote or joined, answered or not."""
        return self.filter(case__in=Case.objects.of_team(user).order_by().values("pk"))

    def waiting_for(self, user: Person) -> "FollowUpQuerySet":
        """Those that the person's team was asked for, or that came back to it, of cases that are published."""
        published = Case.objects.published().order_by().values("pk")
        return self.of_team(user).filter(status__in=WAITS_FOR_TEAM, asked_on__isnull=False, case__in=published)

    def in_sight_of_staff(self) -> "FollowUpQuerySet":
        """What was sent to staff, or published, of cases that are published: the longest wait on top, then the latest."""
        published = Case.objects.published().order_by().values("pk")
        seen = self.filter(Q(status=FollowUpStatus.SUBMITTED) | Q(published_at__isnull=False), case__in=published)
        waits = models.Case(models.When(status=FollowUpStatus.SUBMITTED, then=models.F("submitted_at")))
        return seen.annotate(waiting_since=waits).order_by(models.F("waiting_since").asc(nulls_last=True), "-published_at", "-pk")


class FollowUp(models.Model):
    """その後 (field 25): the answer 3, 6, 12 or 24 months after the support ended. A row without text is a question not yet answered.

    `text` and `self_running` are what readers see and nothing else; the team writes in the draft_ fields, which staff publish.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="follow_ups", verbose_name="事例")
    months = models.PositiveSmallIntegerField("支援を終えてから", choices=FollowUpTime)
    due_on = models.DateField("答えてほしい日", null=True, blank=True)
    asked_on = models.DateField("たずねた日", null=True, blank=True)
    month = models.DateField("いつの様子か", null=True, blank=True, help_text="その月の1日として記録します。")
    text = models.TextField("その後のようす", max_length=FOLLOW_UP_TEXT, blank=True)
    self_running = models.CharField("自走化の状態", max_length=12, choices=SelfRunning, blank=True)
    draft_text = models.TextField("その後のようす（下書き）", max_length=FOLLOW_UP_TEXT, blank=True)
    draft_self_running = models.CharField("自走化の状態（下書き）", max_length=12, choices=SelfRunning, blank=True)
    status = models.CharField("状態", max_length=10, choices=FollowUpStatus, default=FollowUpStatus.DRAFT)
    comment = models.TextField("差し戻した理由", max_length=FOLLOW_UP_TEXT, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="follow_ups",
        verbose_name="書いた人",
    )
    edited_at = models.DateTimeField("最後に保存した日時", null=True, blank=True)
    submitted_at = models.DateTimeField("提出日時", null=True, blank=True)
    published_at = models.DateTimeField("公開日時", null=True, blank=True)
    created_at = models.DateTimeField("作成日時", auto_now_add=True)

    case_id: int

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
                condition=Q(draft_self_running__in=["", *SelfRunning.values]), name="known_follow_up_draft_self_running"
            ),
            models.CheckConstraint(
                condition=~Q(status=FollowUpStatus.SUBMITTED)
                | (~Q(draft_text="") & Q(author__isnull=False, submitted_at__isnull=False)),
                name="sent_follow_up_has_words",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None, text="") | (Q(published_at__isnull=False, author__isnull=False) & ~Q(text="")),
                name="follow_up_has_words_if_and_only_if_published",
            ),
            models.CheckConstraint(
                condition=~Q(status=FollowUpStatus.PUBLISHED) | Q(published_at__isnull=False),
                name="published_follow_up_is_shown",
            ),
        )

    def __str__(self) -> str:
        return f"{self.case}（{self.get_months_display()}）"

    def get_absolute_url(self) -> str:
        """The page where the team answers."""
        return reverse("cases:follow_up", args=[self.case_id, self.months])

    @property
    def thread(self) -> str:
        """What is told of it stands together in the inbox (notifications: Occurrence.thread)."""
        return f"follow_up:{self.pk}"

    @property
    def is_shown(self) -> bool:
        """Whether readers see an answer now, perhaps an earlier one than the latest."""
        return self.published_at is not None

    @property
    def waits_for_team(self) -> bool:
        """Whether the team has something to do: a question to answer or a return."""
        return self.status in WAITS_FOR_TEAM

    @property
    def status_label(self) -> str:
        """The state in words: 公開中（書き直した文は確認待ち）."""
        label = str(self.get_status_display())
        if self.status == FollowUpStatus.DRAFT and not self.draft_text:
            label = "まだ書いていません"
        if self.is_shown and self.status != FollowUpStatus.PUBLISHED:
            return f"公開中（書き直した文は{label}）"
        return label

    def may(self, verb: Verb) -> bool:
        """Whether the verb can follow from where the answer stands."""
        return verb in FOLLOW_UP_TRANSITIONS[FollowUpStatus(self.status)]

    def step(self, verb: Verb) -> None:
        """Go on by the verb. Ask `may` before."""
        self.status = FOLLOW_UP_TRANSITIONS[FollowUpStatus(self.status)][verb]


def months_after(month: datetime.date, count: int) -> datetime.date:
    """The first day of the month so many months after this one; before it for a negative count."""
    years, index = divmod(month.month - 1 + count, 12)
    return datetime.date(month.year + years, index + 1, 1)
