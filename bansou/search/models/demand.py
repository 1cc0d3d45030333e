"""Which words were searched for in a week, and by how many. Nobody can be found in it."""

import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone

#: From so many people on words are written down. What fewer typed exists nowhere.
LEAST_PEOPLE = 5
#: Results up to which a search found little.
FEW_RESULTS = 3
#: Weeks for which counts stay: the same weeks of last year can still be seen.
KEPT_WEEKS = 53


def monday_of(day: datetime.date) -> datetime.date:
    """The first day of the day's week."""
    return day - datetime.timedelta(days=day.weekday())


class SearchedWordsQuerySet(models.QuerySet["SearchedWords"]):
    """Reads of the counts."""

    def shown(self) -> "SearchedWordsQuerySet":
        """What enough people searched for; the newest week first, in it what most searched for."""
        return self.exclude(words="").order_by("-week", "-people", "words")

    def that_found_nothing(self) -> "SearchedWordsQuerySet":
        """Those of which at least half of the people found nothing that has all of their words."""
        return self.filter(people__lte=2 * models.F("empty_handed"))

    def that_found_little(self) -> "SearchedWordsQuerySet":
        """Those that found a few things when they were last asked."""
        return self.filter(results__gt=0, results__lte=FEW_RESULTS)

    def of_past_weeks(self) -> "SearchedWordsQuerySet":
        """Those of weeks that are over."""
        return self.filter(week__lt=monday_of(timezone.localdate()))


class SearchedWords(models.Model):
    """A query of one week. `words` are typed words, once `LEAST_PEOPLE` asked with the same; before that "" (bansou.search.demand).

    marks, empty_marks: of those who asked, of those who found nothing, one bit of 63 each, drawn by a secret of the week: many people share
    a bit, and no bit leads back to anybody. The bits that are set are at most as many as the people, so a count is never too high.
    """

    week = models.DateField("週（月曜日）")
    #: Of the normalised words, under the week's secret; None once the week is over.
    digest = models.CharField("要約値", max_length=64, null=True, editable=False)
    words = models.CharField("検索のことば", max_length=100, blank=True, default="")
    marks = models.BigIntegerField("検索した方の印", default=0, editable=False)
    empty_marks = models.BigIntegerField("見つからなかった方の印", default=0, editable=False)
    people = models.PositiveSmallIntegerField("検索した方（少なくとも）", default=0)
    empty_handed = models.PositiveSmallIntegerField("見つからなかった方（少なくとも）", default=0)
    #: What the last who asked found: in all, and by kind ({"cases": 2}).
    results = models.PositiveIntegerField("見つかった件数", default=0)
    by_kind = models.JSONField("区分ごとの件数", default=dict)

    objects = SearchedWordsQuerySet.as_manager()

    class Meta:
        verbose_name = "検索されたことば"
        verbose_name_plural = "検索されたことば"
        constraints = (
            models.UniqueConstraint(fields=("week", "digest"), name="searched_once_a_week"),
            models.CheckConstraint(condition=Q(words="") | Q(people__gte=LEAST_PEOPLE), name="searched_by_enough_people"),
        )
        indexes = (models.Index(fields=("-week", "-people"), condition=~Q(words=""), name="searched_words_shown"),)

    def __str__(self) -> str:
        return self.words or "（人数が足りません）"
