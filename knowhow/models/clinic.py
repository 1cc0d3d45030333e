"""Case clinics (事例クリニック): a topic under an alias, in which peers first ask, then say what they think, and the author ends with his next step."""

import datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.audiences import Audience, Person
from knowhow.models.board import CLINIC_SLUG, Board
from knowhow.models.topic import Topic

#: How long a clinic lasts, and after how many days views may be said if the author did not allow them before.
CLINIC_DAYS, ASKING_DAYS = 14, 7
#: How long a closed clinic stays readable, so that those who asked learn of the next step.
AFTERWARDS_DAYS = 7
#: Characters of the situation, and of each other text.
SITUATION_MAX, CLINIC_TEXT_MAX = 4_000, 2_000
#: The name of whoever asks for help. Those who answer are 支援者A, 支援者B … in the order in which they came.
OPENER_ALIAS = "相談者"


class Round(models.IntegerChoices):
    """What a reply may be."""

    QUESTIONS = 1, "問いかけ"
    VIEWS = 2, "考え"


class ClinicQuerySet(models.QuerySet["Clinic"]):
    """Reads of clinics."""

    def of(self, user: Person) -> "ClinicQuerySet":
        """The person's own, whatever became of them, the newest first."""
        return (
            self.filter(topic__author_id=user.pk).select_related("topic").order_by("-ends_on", "-pk")
            if user.is_authenticated
            else self.none()
        )


class Clinic(models.Model):
    """What a topic of the kind クリニック has besides its text, which is made of the four texts here.

    It counts in days, not moments: a page that is remembered for the day then never shows yesterday's round.
    """

    topic = models.OneToOneField(Topic, on_delete=models.PROTECT, primary_key=True, related_name="clinic", verbose_name="話題")
    situation = models.TextField("状況", max_length=SITUATION_MAX)
    hesitation = models.TextField("迷い", max_length=CLINIC_TEXT_MAX)
    tried = models.TextField("してみたこと", max_length=CLINIC_TEXT_MAX)
    asked = models.TextField("聞きたいこと", max_length=CLINIC_TEXT_MAX)
    #: The first day on which replies may be views. The author may bring it forward.
    views_on = models.DateField("考えを言える最初の日", editable=False)
    #: The last day on which replies are taken.
    ends_on = models.DateField("返信できる最後の日", editable=False)
    #: Empty where the days went by without the author's word.
    next_step = models.TextField("次の一歩", max_length=CLINIC_TEXT_MAX, blank=True, editable=False)
    closed_at = models.DateTimeField("閉じた日時", null=True, blank=True, editable=False)

    topic_id: int

    objects = ClinicQuerySet.as_manager()

    class Meta:
        verbose_name = "クリニック"
        verbose_name_plural = "クリニック"
        indexes = (models.Index(fields=("ends_on",), condition=Q(closed_at=None), name="clinic_running"),)
        constraints = (
            models.CheckConstraint(condition=Q(views_on__lte=F("ends_on")), name="clinic_views_before_end"),
            models.CheckConstraint(condition=Q(next_step="") | Q(closed_at__isnull=False), name="clinic_next_step_closes"),
        )

    def __str__(self) -> str:
        return f"{self.topic_id} {self.get_round_display()}"

    @property
    def round(self) -> Round:
        """Which round it is today."""
        return Round.VIEWS if self.views_on <= timezone.localdate() else Round.QUESTIONS

    def get_round_display(self) -> str:
        """The round in words."""
        return str(self.round.label)

    @property
    def is_over(self) -> bool:
        """Whether no replies are taken any more: closed, or its days are gone (the daily work may come later)."""
        return self.closed_at is not None or self.ends_on < timezone.localdate()

    @property
    def days_left(self) -> int:
        """How many days replies are still taken, today included; 0 where it is over."""
        return 0 if self.is_over else (self.ends_on - timezone.localdate()).days + 1

    @property
    def readable_until(self) -> datetime.date | None:
        """The last day on which others may read it; None while it runs."""
        return timezone.localdate(self.closed_at) + datetime.timedelta(days=AFTERWARDS_DAYS) if self.closed_at else None


def clinic_board() -> Board:
    """The board on which all clinics stand, made with the first of them: one for the whole country, so that no board tells where somebody works."""
    board, _ = Board.objects.get_or_create(
        slug=CLINIC_SLUG,
        defaults={
            "name": "事例クリニック",
            "purpose": "いま迷っている支援を、名前を出さずに持ち寄り、まず問いかけを受け取る場所です。",
            "audience": Audience.SUPPORTER,
            "position": 900,
        },
    )
    return board
