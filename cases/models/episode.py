"""The dialogue of a case."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from cases.limits import ROW_TEXT
from cases.vocabularies import Inquiry, Mark, Partner, Setting, Stage, Wall

_SHORT = 36


class Episode(Orderable):  # type: ignore[misc]
    """One dialogue that mattered (field 14): question, answer, what changed. In the order told.

    `key` names it for as long as the case lives: a version has no primary keys for rows that were never published.
    """

    case = ParentalKey("cases.Case", on_delete=models.CASCADE, related_name="episodes")
    key = models.UUIDField("符号", default=uuid.uuid4, editable=False)
    timing = models.CharField(
        "時期", max_length=40, blank=True, help_text="「第3回」「4か月目」のように書きます。日付は書きません。"
    )
    stage = models.CharField("段階", max_length=16, choices=Stage, blank=True)
    partner = models.CharField("話した相手", max_length=20, choices=Partner, default=Partner.PRESIDENT)
    setting = models.CharField("場", max_length=10, choices=Setting, blank=True)
    aim = models.CharField("ねらい", max_length=200, blank=True)
    inquiry = models.CharField("問いかけの種類", max_length=12, choices=Inquiry, blank=True)
    question = models.TextField("問いかけ・関わり", max_length=ROW_TEXT)
    reaction = models.TextField("相手の反応", max_length=ROW_TEXT, blank=True)
    change = models.TextField("起きた変化", max_length=ROW_TEXT, blank=True)
    unsaid = models.TextField("言わなかったこと", max_length=ROW_TEXT, blank=True)
    walls = ArrayField(models.CharField(max_length=8, choices=Wall), verbose_name="壁", default=list, blank=True)
    mark = models.CharField("しるし", max_length=12, choices=Mark, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = "対話"
        verbose_name_plural = "対話の記録"
        constraints = (
            models.UniqueConstraint(fields=("case", "key"), name="each_episode_key_once_per_case"),
            models.CheckConstraint(condition=models.Q(walls__contained_by=Wall.values), name="known_episode_walls"),
        )

    def __str__(self) -> str:
        return self.question[:40]

    def told_in_short(self, number: int) -> str:
        """The dialogue in a line, for choosing it from a list."""
        when = f"（{self.timing}）" if self.timing else ""
        words = " ".join(self.question.split())
        return f"対話{number}{when} {words[:_SHORT]}{'…' if len(words) > _SHORT else ''}"
