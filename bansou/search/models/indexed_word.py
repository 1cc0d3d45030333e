"""The words of what every visitor may read, counted."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from bansou.search.words import LONGEST_FORM


class IndexedWord(models.Model):
    """A word, or some that stand side by side as one (事業承継), that several texts for everybody have.

    Nothing here comes from a text that a visitor may not read, so what is offered from here gives away nothing, whoever asks.
    """

    form = models.CharField("語", max_length=LONGEST_FORM, primary_key=True, help_text="索引での形。")
    #: "" where none of the texts that were looked at has the word; then it is not offered.
    spelling = models.CharField("表記", max_length=LONGEST_FORM, help_text="いちばん多く書かれている形。")
    reading = models.CharField("読み", max_length=2 * LONGEST_FORM, blank=True, help_text="カタカナ。")
    documents = models.PositiveIntegerField("文書の数")
    rarity = models.FloatField("めずらしさ", help_text="0（どの文書にもある）から1（ほとんどない）まで。")
    is_offered = models.BooleanField("候補として見せる", default=False)
    #: What the word may look like when it is mistyped (bansou.search.near.keys_of); empty where it is not offered.
    slips = ArrayField(models.CharField(max_length=2 * LONGEST_FORM), default=list, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "索引の語"
        verbose_name_plural = "索引の語"
        indexes = (
            models.Index(
                fields=["form"], opclasses=["varchar_pattern_ops"], name="search_word_form", condition=Q(is_offered=True)
            ),
            models.Index(
                fields=["spelling"], opclasses=["varchar_pattern_ops"], name="search_word_spelling", condition=Q(is_offered=True)
            ),
            models.Index(
                fields=["reading"], opclasses=["varchar_pattern_ops"], name="search_word_reading", condition=Q(is_offered=True)
            ),
            GinIndex(fields=["slips"], name="search_word_slips"),
        )

    def __str__(self) -> str:
        return self.spelling or self.form
