"""What people decided about the anonymity of a case: words that stay and why, what somebody looked at, words that identify nobody."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from wagtail.models import Revision

from cases.limits import MARK_TEXT
from cases.models.case import Case
from cases.vocabularies import CheckPoint, IdentifyingKind


class AllowedWord(models.Model):
    """A word that looks like a name and identifies nobody, in any case. Kept by staff, in force at once; ours are in anonymity/words.toml."""

    word = models.CharField(
        "言葉",
        max_length=60,
        unique=True,
        help_text="この言葉の中にある印は、どの事例でも出なくなります。会社や人の名前になりうる言葉は入れないでください。",
    )
    note = models.CharField("理由", max_length=200, blank=True)

    class Meta:
        verbose_name = "印を付けない言葉"
        verbose_name_plural = "印を付けない言葉"
        ordering = ("word",)

    def __str__(self) -> str:
        return self.word


class KeptMark(models.Model):
    """That a marked word of a case stays, and why. It holds for the same word in later versions, however it is written (`folded`)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="kept_marks", verbose_name="事例")
    kind = models.CharField("種類", max_length=12, choices=IdentifyingKind)
    text = models.CharField("言葉", max_length=MARK_TEXT)
    folded = models.CharField("そろえた形", max_length=MARK_TEXT)
    reason = models.CharField("残す理由", max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="決めた人")
    at = models.DateTimeField("決めた日時", default=timezone.now)

    case_id: int

    class Meta:
        verbose_name = "残すと決めた言葉"
        verbose_name_plural = "残すと決めた言葉"
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("case", "kind", "folded"), name="each_word_kept_once_per_case"),
            models.CheckConstraint(condition=Q(kind__in=IdentifyingKind.values), name="known_kind_of_kept_mark"),
            models.CheckConstraint(condition=~Q(reason=""), name="kept_mark_has_a_reason"),
        )

    def __str__(self) -> str:
        return self.text


class CheckTick(models.Model):
    """That somebody of the team looked at one point of the checklist in one version of a case."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="check_ticks", verbose_name="事例")
    version = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="+", verbose_name="版")
    point = models.CharField("項目", max_length=12, choices=CheckPoint)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="確かめた人")
    at = models.DateTimeField("確かめた日時", default=timezone.now)

    class Meta:
        verbose_name = "匿名化の確認"
        verbose_name_plural = "匿名化の確認"
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("version", "point"), name="each_point_ticked_once_per_version"),
            models.CheckConstraint(condition=Q(point__in=CheckPoint.values), name="known_check_point"),
        )

    def __str__(self) -> str:
        return str(self.get_point_display())
