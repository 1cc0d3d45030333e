"""The field's own terms, as staff keep them, and the versions of them that were put in force."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from bansou.search.words import forms_of_term
from bansou.text.normalise import clean_line, fold

TERM_MAX, TERMS_MAX = 60, 30

#: A group as a version keeps it: number, terms, whether only the first asks for the others.
Kept = tuple[int, list[str], bool]


class TermGroupQuerySet(models.QuerySet["TermGroup"]):
    """Reads of groups."""

    def as_kept(self) -> list[Kept]:
        """Those that are used, as a version keeps them."""
        return [(group.pk, group.spelled, group.is_one_way) for group in self.filter(is_used=True).order_by("pk")]


class TermGroup(models.Model):
    """Words for one thing: who searches for one of them finds the others. A group may be one term alone, which then counts as one word.

    Its number is in the index (`o/<number>`), so a group is never deleted, only left unused.
    """

    terms = models.TextField(
        "言葉",
        max_length=TERM_MAX * TERMS_MAX,
        help_text="1行に1つずつ。どれで検索しても、ほかの言葉で書かれたものも見つかります。1つだけのときは、その言葉をひとまとまりとして扱います。",
    )
    is_one_way = models.BooleanField(
        "1行目だけを広げる",
        default=False,
        help_text="1行目で検索すると、2行目からの言葉も見つかります。2行目からの言葉で検索しても、ほかの言葉は見つかりません。",
    )
    note = models.CharField("覚え書き", max_length=200, blank=True)
    is_used = models.BooleanField("使う", default=True)
    #: The first term of a group that came with the site: so it is known again when staff have changed it.
    shipped_as = models.CharField(max_length=TERM_MAX, unique=True, null=True, editable=False)

    objects = TermGroupQuerySet.as_manager()

    class Meta:
        verbose_name = "検索の言葉"
        verbose_name_plural = "検索の言葉"
        db_table = "search_term_group"
        ordering = ("terms",)
        constraints = (models.CheckConstraint(condition=~Q(terms=""), name="term_group_has_a_term"),)

    def __str__(self) -> str:
        return "／".join(self.spelled)

    @property
    def spelled(self) -> list[str]:
        """The terms, one by one."""
        return self.terms.split("\n")

    def clean(self) -> None:
        """Each line tidied, once; each must have a word in it."""
        lines = [line for line in map(clean_line, self.terms.splitlines()) if line]
        terms = list({fold(line): line for line in reversed(lines)}.values())[::-1]
        if not terms:
            raise ValidationError({"terms": "言葉を1つ以上入れてください。"})
        if len(terms) > TERMS_MAX:
            raise ValidationError({"terms": f"1つのまとまりは{TERMS_MAX}語までです。"})
        for term in terms:
            if len(term) > TERM_MAX:
                raise ValidationError({"terms": f"「{term[:10]}…」が長すぎます。1語は{TERM_MAX}字までです。"})
            if not forms_of_term(term):
                raise ValidationError({"terms": f"「{term}」には、検索に使える言葉がありません。"})
        self.terms = "\n".join(terms)


class TermsVersion(models.Model):
    """The groups as they were put in force; the newest row is in force in every process within seconds.

    Staff's edits do nothing until they are put in force, so that a half-written group touches nobody's search.
    """

    fingerprint = models.CharField(max_length=64)
    groups = models.JSONField()
    put_at = models.DateTimeField("検索に効かせた日時", auto_now_add=True)
    #: When all entries had been written with it; None: entries are still being written.
    reached_at = models.DateTimeField("索引に行き渡った日時", null=True)

    class Meta:
        verbose_name = "検索の言葉の版"
        verbose_name_plural = "検索の言葉の版"
        db_table = "search_terms_version"
        get_latest_by = "pk"

    def __str__(self) -> str:
        return f"{self.put_at:%Y-%m-%d %H:%M}"

    @property
    def kept(self) -> Sequence[Any]:
        """The groups, as `TermGroupQuerySet.as_kept` gives them."""
        groups: Sequence[Any] = self.groups
        return groups
