"""Recommended results: what staff put above the results of some words."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from bansou.search.words import words_only

#: Things of one recommendation: more is a list, and a list is what the results are.
MOST_RECOMMENDED = 3
_LONGEST_KEY = 200


class RecommendationQuerySet(models.QuerySet["Recommendation"]):
    """Reads of recommendations."""

    def for_query(self, query: str) -> "RecommendationQuerySet":
        """Those that staff wrote for these words, in any order and spelling."""
        key = query_key(query)
        return self.filter(is_active=True, asked__contains=[key]).order_by("pk") if key else self.none()


class Recommendation(models.Model):
    """Words that people look for, and up to three things that staff want them to find first."""

    words = models.TextField(
        "検索のことば", max_length=1000, help_text="一行に一つ書きます。「補助金 使い方」のように、空白で区切ってもかまいません。"
    )
    addresses = models.TextField(
        "すすめるもの",
        max_length=1000,
        help_text="サイトのアドレスを一行に一つ、三つまで書きます（例：/cases/12/、/walls/see/）。読める人にだけ表示されます。",
    )
    is_active = models.BooleanField("表示する", default=True)
    #: The words as they are compared, and the things by kind and key (「cases:12」). Made when staff save.
    asked = ArrayField(models.CharField(max_length=_LONGEST_KEY), verbose_name="比べることば", default=list, editable=False)
    things = ArrayField(models.CharField(max_length=60), verbose_name="もの", default=list, editable=False)
    changed_at = models.DateTimeField("最後に変えた日時", auto_now=True)

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        verbose_name = "検索のおすすめ"
        verbose_name_plural = "検索のおすすめ"
        ordering = ("-pk",)
        indexes = (GinIndex(fields=("asked",), name="recommendation_asked"),)

    def __str__(self) -> str:
        return "、".join(self.words.split("\n")[:3])


def query_key(text: str) -> str:
    """The words by which a query is compared: サーバ 管理 and 管理　サーバー are the same; "" for particles and marks alone."""
    words = words_only(text)
    strong = [word for word in words if not word.is_weak] or words
    return " ".join(sorted({word.forms[0] for word in strong}))[:_LONGEST_KEY]
