"""A term of the field, as staff keep it: what it means in a line, what it means in full, and where that was read."""

import datetime as dt
import unicodedata
from dataclasses import dataclass
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MinLengthValidator, RegexValidator
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from modelsearch import index
from wagtail.fields import StreamField
from wagtail.models import DraftStateMixin, Page, PreviewableMixin, RevisionMixin
from wagtail.snippets.blocks import SnippetChooserBlock

from bansou.text.normalise import clean_line, fold

NAME_MAX, READING_MAX, SHORT_MAX, LONG_MAX = 40, 80, 60, 1200
#: Other spellings of one term, and terms that it leads to.
SPELLINGS_AT_MOST, SEE_ALSO_AT_MOST = 10, 6

#: The rows of the syllabary, by which the index is ordered, each with what its readings begin with.
ROWS = {
    "あ": "あいうえお", "か": "かきくけこ", "さ": "さしすせそ", "た": "たちつてと", "な": "なにぬねの",
    "は": "はひふへほ", "ま": "まみむめも", "や": "やゆよ", "ら": "らりるれろ", "わ": "わをん",
}  # fmt: skip


def _today() -> dt.date:
    return timezone.localdate()


@dataclass(frozen=True, slots=True)
class Gloss:
    """What a mark in a page needs of a term; `page`: the key of the page that explains it, 0 for none."""

    slug: str
    url: str
    meaning: str
    spellings: tuple[str, ...]
    page: int

    def is_about(self, thing: Any) -> bool:
        """Whether the thing, a page or a term, is what the term is about: there it is explained, not marked."""
        return self.slug == thing.slug if isinstance(thing, Term) else self.page == getattr(thing, "pk", None)


class TermQuerySet(models.QuerySet["Term"]):
    """Reads of terms."""

    def published(self) -> "TermQuerySet":
        """Those in the glossary: for everybody, and the same for everybody."""
        return self.filter(live=True)

    def in_order(self) -> list["Term"]:
        """In the order of a dictionary: one that the database's collation does not promise."""
        return sorted(self, key=lambda term: (term.sounds, term.reading, term.pk))

    def glosses(self) -> tuple[Gloss, ...]:
        """What pages mark. One query, always in the same order."""
        terms = self.published().filter(is_marked=True).defer("long", "see_also").order_by("pk")
        return tuple(
            Gloss(term.slug, term.get_absolute_url(), term.short, (term.name, *term.other_spellings), term.page_id or 0)
            for term in terms
        )


class Term(PreviewableMixin, DraftStateMixin, RevisionMixin, index.Indexed, models.Model):  # type: ignore[misc]
    """A word that a newcomer may not know, explained once for the whole site. Never deleted, because others link to it: unpublished."""

    name = models.CharField(
        "用語", max_length=NAME_MAX, unique=True, validators=[MinLengthValidator(2)], help_text="見出しになる書き方です。"
    )
    reading = models.CharField(
        "よみ",
        max_length=READING_MAX,
        validators=[RegexValidator(r"\A[ぁ-ゖー]+\Z", "よみは、ひらがなだけで書きます。")],
        help_text="ひらがなで書きます。五十音の並びに使います。",
    )
    spellings = models.TextField(
        "ほかの書き方",
        max_length=NAME_MAX * SPELLINGS_AT_MOST,
        blank=True,
        help_text="1行に1つ。解説ページの本文にこの書き方があるときも、この用語の印を付けます。意味の近い別の言葉は入れません。",
    )
    short = models.CharField(
        "短い意味",
        max_length=SHORT_MAX,
        help_text=f"{SHORT_MAX}字まで。本文の用語に触れたときに出ます。これだけで分かるように書きます。",
    )
    long = models.TextField(
        "くわしい意味", max_length=LONG_MAX, help_text="用語のページの本文です。1行あけると、段落が分かれます。"
    )
    is_marked = models.BooleanField(
        "本文に印を付ける", default=True, help_text="解説ページで、この言葉が最初に出てきたところに点線を引きます。"
    )
    page = models.ForeignKey(
        Page,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="くわしく読むページ",
        help_text="この言葉を説明しているページです。そのページの本文では、この言葉に印を付けません。",
    )
    see_also = StreamField(
        [("term", SnippetChooserBlock("glossary.Term", label="用語"))],
        blank=True,
        max_num=SEE_ALSO_AT_MOST,
        verbose_name="あわせて読む用語",
    )
    source_title = models.CharField("出典の題名", max_length=200, help_text="意味を確かめた資料の題名です。")
    source_publisher = models.CharField("出典の発行者", max_length=100, blank=True)
    source_url = models.URLField("出典のアドレス", max_length=300, blank=True)
    source_seen = models.DateField("出典を確認した日", default=_today)
    updated = models.DateField("更新日", default=_today, help_text="読む方に見せる更新日です。内容を変えたら直してください。")
    slug = models.SlugField(
        "アドレス",
        max_length=60,
        unique=True,
        help_text="用語のページのアドレスになる英数字です。ほかの方のリンクが切れるので、公開後は変えません。",
    )

    page_id: int | None

    objects = TermQuerySet.as_manager()

    search_fields: ClassVar[Any] = (
        index.SearchField("title", boost=2),
        index.AutocompleteField("title"),
        index.SearchField("spellings", boost=2),
        index.SearchField("reading"),
        index.SearchField("short", boost=1.5),
        index.SearchField("long"),
        index.FilterField("live"),
    )

    class Meta:
        verbose_name = "用語"
        verbose_name_plural = "用語"
        ordering = ("reading", "pk")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The term's page."""
        return reverse("glossary:term", args=[self.slug])

    @property
    def title(self) -> str:
        """Its name, under the name that the index weighs as a title."""
        return self.name

    @property
    def other_spellings(self) -> list[str]:
        """The other spellings, one by one."""
        return [line for line in self.spellings.split("\n") if line]

    @property
    def sounds(self) -> str:
        """The reading without voicing marks, by which a dictionary is ordered first."""
        return "".join(sound for sound in unicodedata.normalize("NFD", self.reading) if not unicodedata.combining(sound))

    @property
    def row(self) -> str:
        """The row of the syllabary in which it stands: one of ROWS."""
        return next((row for row, sounds in ROWS.items() if self.sounds[:1] in sounds), "わ")

    @property
    def neighbours(self) -> list["Term"]:
        """The terms to read along that are in the glossary. At most one query."""
        return [block.value for block in self.see_also if block.value is not None and block.value.live]

    def clean(self) -> None:
        """Spellings tidied, once each; none may be another term's."""
        super().clean()
        own = {fold(self.name)}
        spellings: dict[str, str] = {}
        for line in map(clean_line, self.spellings.splitlines()):
            if line and fold(line) not in own:
                spellings.setdefault(fold(line), line)
        if len(spellings) > SPELLINGS_AT_MOST:
            raise ValidationError({"spellings": f"書き方は{SPELLINGS_AT_MOST}までです。"})
        for spelling in spellings.values():
            if not 2 <= len(spelling) <= NAME_MAX:
                raise ValidationError({"spellings": f"「{spelling[:10]}」は、2字から{NAME_MAX}字までにしてください。"})
        self._check_others(own | spellings.keys())
        self.spellings = "\n".join(spellings.values())

    def _check_others(self, own: set[str]) -> None:
        """A word in a page can lead to one term only."""
        for other in Term.objects.exclude(pk=self.pk).only("name", "spellings"):
            for spelling in (other.name, *other.other_spellings):
                if fold(spelling) in own:
                    raise ValidationError({"spellings": f"「{spelling}」は、用語「{other}」の書き方です。"})

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        """Staff see the term's own page."""
        return "glossary/term_detail.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        """As the page shows it; nothing of a preview is remembered."""
        from bansou.glossary.pages import term_context  # above the models: it asks them

        context: dict[str, Any] = super().get_preview_context(request, mode_name)
        return context | term_context(self)
