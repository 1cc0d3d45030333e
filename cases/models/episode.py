"""The rows of a case: its dialogue, and the walls that stood there. They belong to the revision."""

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable

from cases.vocabularies import Inquiry, Mark, Partner, Setting, Stage, Wall


class Episode(Orderable):  # type: ignore[misc]
    """One dialogue that mattered (field 14): question, answer, what changed. In the order told."""

    case = ParentalKey("cases.Case", on_delete=models.CASCADE, related_name="episodes")
    timing = models.CharField(
        "時期", max_length=40, blank=True, help_text="「第3回」「4か月目」のように書きます。日付は書きません。"
    )
    stage = models.CharField("段階", max_length=16, choices=Stage, blank=True)
    partner = models.CharField("話した相手", max_length=20, choices=Partner, default=Partner.PRESIDENT)
    setting = models.CharField("場", max_length=10, choices=Setting, blank=True)
    aim = models.CharField("ねらい", max_length=200, blank=True)
    inquiry = models.CharField("問いかけの種類", max_length=12, choices=Inquiry, blank=True)
    question = models.TextField("問いかけ・関わり", max_length=1000)
    reaction = models.TextField("相手の反応", max_length=1000, blank=True)
    change = models.TextField("起きた変化", max_length=1000, blank=True)
    mark = models.CharField("しるし", max_length=12, choices=Mark, blank=True)

    panels = [
        FieldPanel(name)
        for name in ("timing", "stage", "partner", "setting", "aim", "inquiry", "question", "reaction", "change", "mark")
    ]

    class Meta(Orderable.Meta):
        verbose_name = "対話"
        verbose_name_plural = "対話の記録"

    def __str__(self) -> str:
        return self.question[:40]


class CaseWall(models.Model):
    """That a wall stood in the case (field 17). How high it was and how it was passed: an issue of its own."""

    case = ParentalKey("cases.Case", on_delete=models.CASCADE, related_name="walls")
    wall = models.CharField("壁", max_length=8, choices=Wall)

    panels = [FieldPanel("wall")]

    class Meta:
        verbose_name = "壁"
        verbose_name_plural = "五つの壁"
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("case", "wall"), name="each_wall_once_per_case"),
            models.CheckConstraint(condition=models.Q(wall__in=Wall.values), name="known_wall"),
        )

    def __str__(self) -> str:
        return self.get_wall_display()
