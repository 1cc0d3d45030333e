"""The other rows of a case. Like its dialogue they belong to the revision, in the order that the author gave them."""

from django.db import models
from django.db.models import Q
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from bansou.images.models import SitePicture
from cases.limits import ROW_TEXT
from cases.vocabularies import LocabenItem, RowAudience, Trend, Wall, WallHeight, WallOutcome


class CaseWall(Orderable):  # type: ignore[misc]
    """That a wall stood in the case, how high it was, and how it was passed or not (field 17)."""

    case = ParentalKey("cases.Case", on_delete=models.CASCADE, related_name="walls")
    wall = models.CharField("壁", max_length=8, choices=Wall)
    height = models.CharField("高さ", max_length=8, choices=WallHeight, blank=True)
    how_passed = models.TextField("越え方", max_length=ROW_TEXT, blank=True)
    outcome = models.CharField("結果", max_length=12, choices=WallOutcome, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = "壁"
        verbose_name_plural = "五つの壁"
        constraints = (
            models.UniqueConstraint(fields=("case", "wall"), name="each_wall_once_per_case"),
            models.CheckConstraint(condition=Q(wall__in=Wall.values), name="known_wall"),
            models.CheckConstraint(condition=Q(height__in=["", *WallHeight.values]), name="known_wall_height"),
            models.CheckConstraint(condition=Q(outcome__in=["", *WallOutcome.values]), name="known_wall_outcome"),
        )

    def __str__(self) -> str:
        return str(self.get_wall_display())


class CompanyAction(Orderable):  # type: ignore[misc]
    """Something that the company did itself (field 19)."""

    case = ParentalKey("cases.Case", on_delete=models.CASCADE, related_name="actions")
    what = models.TextField("何をしたか", max_length=ROW_TEXT)
    who = models.CharField(
        "誰がしたか", max_length=60, blank=True, help_text="名前ではなく、社内の役割で書きます。例：「製造の班長二人」"
    )
    timing = models.CharField("いつ", max_length=40, blank=True, help_text="「6か月目から」のように書きます。日付は書きません。")
    supporter_part = models.TextField("支援者の関わり方", max_length=ROW_TEXT, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = "会社の取組"
        verbose_name_plural = "会社の取組"

    def __str__(self) -> str:
        return self.what[:40]


class ResultNumber(Orderable):  # type: ignore[misc]
    """A result that can be counted (field 21). Text, because ranges and trends (「約2割」「増加」) give away less than numbers."""

    case = ParentalKey("cases.Case", on_delete=models.CASCADE, related_name="numbers")
    indicator = models.CharField("指標", max_length=60)
    before = models.CharField("前", max_length=40, blank=True)
    after = models.CharField("後", max_length=40, help_text="「約2割」「増加」のように、幅や傾向で書けます。")
    unit = models.CharField("単位", max_length=20, blank=True)
    audience = models.CharField("読める方", max_length=10, choices=RowAudience, default=RowAudience.SUPPORTER)

    class Meta(Orderable.Meta):
        verbose_name = "数字の成果"
        verbose_name_plural = "数字の成果"
        constraints = (models.CheckConstraint(condition=Q(audience__in=RowAudience.values), name="known_number_audience"),)

    def __str__(self) -> str:
        return self.indicator


class LocabenTrend(Orderable):  # type: ignore[misc]
    """Which way an item of ローカルベンチマーク went (field 23). The figures themselves are never asked."""

    case = ParentalKey("cases.Case", on_delete=models.CASCADE, related_name="trends")
    item = models.CharField("項目", max_length=20, choices=LocabenItem)
    trend = models.CharField("変化", max_length=8, choices=Trend)

    class Meta(Orderable.Meta):
        verbose_name = "ロカベンの変化"
        verbose_name_plural = "ロカベンの変化"
        constraints = (
            models.UniqueConstraint(fields=("case", "item"), name="each_locaben_item_once_per_case"),
            models.CheckConstraint(condition=Q(item__in=LocabenItem.values), name="known_locaben_item"),
            models.CheckConstraint(condition=Q(trend__in=Trend.values), name="known_trend"),
        )

    def __str__(self) -> str:
        return f"{self.get_item_display()}：{self.get_trend_display()}"


class Point(Orderable):  # type: ignore[misc]
    """What a reader may take away: a heading and a few sentences (field 29)."""

    case = ParentalKey("cases.Case", on_delete=models.CASCADE, related_name="points")
    heading = models.CharField("見出し", max_length=40)
    text = models.TextField("説明", max_length=200)

    class Meta(Orderable.Meta):
        verbose_name = "ポイント"
        verbose_name_plural = "ポイント"

    def __str__(self) -> str:
        return self.heading


class CaseFigure(Orderable):  # type: ignore[misc]
    """A picture of what was made or used (field 30), with words for those who do not see it."""

    case = ParentalKey("cases.Case", on_delete=models.CASCADE, related_name="figures")
    # CASCADE: a version whose picture is gone opens without the row (modelcluster).
    picture = models.ForeignKey(SitePicture, on_delete=models.CASCADE, related_name="+", verbose_name="図")
    alt = models.CharField("図の説明（見えない方へ）", max_length=200)
    caption = models.CharField("見出し", max_length=200, blank=True)
    audience = models.CharField("読める方", max_length=10, choices=RowAudience, default=RowAudience.PUBLIC)

    class Meta(Orderable.Meta):
        verbose_name = "図"
        verbose_name_plural = "図"
        constraints = (
            models.UniqueConstraint(fields=("case", "picture"), name="each_figure_once_per_case"),
            models.CheckConstraint(condition=~Q(alt=""), name="figure_has_alt_text"),
            models.CheckConstraint(condition=Q(audience__in=RowAudience.values), name="known_figure_audience"),
        )

    def __str__(self) -> str:
        return self.caption or self.alt


class SourceNote(Orderable):  # type: ignore[misc]
    """Where a statement or a method comes from: a book, a public page."""

    case = ParentalKey("cases.Case", on_delete=models.CASCADE, related_name="sources")
    label = models.CharField("出典", max_length=200)
    url = models.URLField("アドレス", max_length=500, blank=True, help_text="https:// で始まるもの。なくてもかまいません。")

    class Meta(Orderable.Meta):
        verbose_name = "出典"
        verbose_name_plural = "出典"
        constraints = (
            models.CheckConstraint(condition=Q(url="") | Q(url__startswith="https://"), name="source_address_is_https"),
        )

    def __str__(self) -> str:
        return self.label
