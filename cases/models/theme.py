"""Themes of consultation: what was asked first, and what lay behind it."""

from django.db import models
from modelsearch import index


class Theme(index.Indexed, models.Model):
    """One theme (domain B6); the same list serves the first request and the real issue. Kept by staff."""

    slug = models.SlugField(
        "記号", max_length=40, unique=True, help_text="半角の英小文字です。一覧のアドレスに使うため、あとから変えません。"
    )
    name = models.CharField("名称", max_length=40, unique=True)
    position = models.PositiveSmallIntegerField("並び順", default=100)
    is_active = models.BooleanField("選べるようにする", default=True)

    search_fields = (index.SearchField("name"), index.AutocompleteField("name"), index.FilterField("is_active"))

    class Meta:
        verbose_name = "テーマ"
        verbose_name_plural = "テーマ"
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.name
