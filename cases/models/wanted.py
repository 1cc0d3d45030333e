"""求む事例: what people look for and no case tells yet, and the cases that supporters write in answer."""

from django.db import models
from django.db.models import Exists, OuterRef, Prefetch

from accounts.audiences import Person
from cases.models.case import Case
from cases.models.theme import Theme


class WantedCaseQuerySet(models.QuerySet["WantedCase"]):
    """Reads of wishes. Everybody may read them: staff wrote them for everybody."""

    def unanswered(self) -> "WantedCaseQuerySet":
        """Those for which a case is still sought, the newest first. A case that is out of sight again answers nothing."""
        return self.filter(~_is_answered(), is_shown=True).select_related("theme").order_by("-pk")

    def answered_for(self, user: Person) -> "WantedCaseQuerySet":
        """Those that a case answers which the person may read, with these cases (`answers`), the newest wish first."""
        answers = (
            TakenWish.objects.filter(case__in=_numbers_of(Case.objects.visible_to(user)))
            .select_related("case")
            .only("wish", "case__title")
        )
        return (
            self.filter(Exists(answers.filter(wish=OuterRef("pk"))), is_shown=True)
            .prefetch_related(Prefetch("taken", answers.order_by("pk"), to_attr="answers"))
            .order_by("-pk")
        )


class WantedCase(models.Model):
    """A wish for a case, put before supporters by staff. That it is answered is read from the cases themselves, and stored nowhere."""

    title = models.CharField(
        "求めている事例",
        max_length=60,
        help_text="どんな事例が読みたいかを、名詞で終わる一文で書きます。例：「きょうだいで経営を引き継いだ事例」",
    )
    note = models.CharField(
        "補足", max_length=200, blank=True, help_text="どんな方の、どんな場面に役立つか。無くてもかまいません。"
    )
    theme = models.ForeignKey(
        Theme, on_delete=models.SET_NULL, null=True, blank=True, verbose_name="テーマ", related_name="+",
        help_text="選ぶと、この求めから書き始めた事例の「当初の相談のテーマ」に、はじめから入ります。",
    )  # fmt: skip
    words = models.CharField("もとになった検索のことば", max_length=100, blank=True, help_text="事務局だけが見ます。")
    is_shown = models.BooleanField(
        "サイトに出す", default=True, help_text="外すと、サイトから消えます。書き始めた方の事例はそのまま残ります。"
    )
    created_at = models.DateTimeField("作成日時", auto_now_add=True)

    objects = WantedCaseQuerySet.as_manager()

    class Meta:
        verbose_name = "求む事例"
        verbose_name_plural = "求む事例"
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.title


class TakenWish(models.Model):
    """That somebody began a case in answer to a wish."""

    wish = models.ForeignKey(WantedCase, on_delete=models.CASCADE, related_name="taken", verbose_name="求む事例")
    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="taken_wish", verbose_name="事例")

    class Meta:
        verbose_name = "書き始めた求む事例"
        verbose_name_plural = "書き始めた求む事例"

    def __str__(self) -> str:
        return f"{self.wish}：{self.case}"


def _is_answered() -> Exists:
    return Exists(TakenWish.objects.filter(wish=OuterRef("pk"), case__in=_numbers_of(Case.objects.published())))


def _numbers_of(cases: models.QuerySet[Case]) -> models.QuerySet[Case, int]:
    return cases.order_by().values_list("pk", flat=True)
