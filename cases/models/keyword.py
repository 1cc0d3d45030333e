"""Keywords that staff give to cases (django-taggit)."""

from django.db import models
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase, TagBase


class Keyword(TagBase):  # type: ignore[misc]
    """A keyword. Supporters choose themes; keywords are staff's, so that they stay few and alike."""

    class Meta:
        verbose_name = "キーワード"
        verbose_name_plural = "キーワード"
        ordering = ("name",)

    def slugify(self, tag: str, i: int | None = None) -> str:
        """The number is enough: a Japanese word makes no good slug."""
        return f"k-{tag.casefold()}" if i is None else f"k-{tag.casefold()}-{i}"


class CaseKeyword(ItemBase):  # type: ignore[misc]
    """That a case has a keyword."""

    tag = models.ForeignKey(Keyword, on_delete=models.CASCADE, related_name="case_keywords")
    content_object = ParentalKey("cases.Case", on_delete=models.CASCADE, related_name="case_keywords")

    class Meta:
        verbose_name = "事例のキーワード"
        verbose_name_plural = "事例のキーワード"
