"""The explainer's pages: home, chapters and walls, policies. The tree is closed."""

import datetime as dt
import itertools
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from modelsearch import index
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PublishingPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from accounts.matters import matters_of
from bansou.explainer.beside import beside
from bansou.explainer.blocks import BodyBlock, SourcesBlock
from bansou.explainer.front import FrontPage
from bansou.explainer.page_form import WrittenPageForm
from bansou.explainer.querysets import ExplainerPageManager
from bansou.explainer.reading import characters_of, minutes_for, words_read
from bansou.explainer.vocabularies import Part
from bansou.explainer.walls import WallCounts, wall_counts, wall_findings
from bansou.freshness.keys import fresh_key, later
from cases.models import Theme
from cases.vocabularies import Inquiry, Wall
from knowhow.cards import TopicCard
from knowhow.models import Topic

#: Characters of a reader's reason.
REASON_MAX = 400


def _today() -> dt.date:
    return timezone.localdate()


class WrittenPage(Page):  # type: ignore[misc]
    """What every page with a body has."""

    summary = models.CharField("要約", max_length=200, help_text="1〜2文。ページの冒頭、カード、検索エンジンの説明文に使います。")
    body = StreamField(BodyBlock(), blank=True, verbose_name="本文")
    sources = StreamField(
        SourcesBlock(), blank=True, verbose_name="出典", help_text="事実には出典を付けます。確認した日も書きます。"
    )
    updated = models.DateField("更新日", default=_today, help_text="読む方に見せる更新日です。内容を変えたら直してください。")

    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("body"),
        FieldPanel("sources"),
        FieldPanel("updated"),
    ]
    promote_panels: ClassVar[list[Any]] = [
        FieldPanel(
            "slug",
            help_text="アドレスの一部です。空のままなら、日付から作ります。ほかの方のリンクが切れるので、公開後は変えません。",
        )
    ]
    settings_panels: ClassVar[list[Any]] = [PublishingPanel()]

    base_form_class = WrittenPageForm
    search_fields: ClassVar[list[Any]] = [*Page.search_fields, index.SearchField("summary", boost=1.5), index.SearchField("body")]

    class Meta:
        abstract = True

    @cached_property
    def headings(self) -> list[tuple[str, str]]:
        """(anchor, words) of the sections, for 「このページの内容」."""
        return [(f"section-{block.id}", block.value) for block in self.body if block.block_type == "heading"]

    @cached_property
    def characters(self) -> int:
        """How many characters of the page are read."""
        return characters_of([self.summary, *words_read(self.body)])

    @property
    def reading_minutes(self) -> int:
        """Minutes to read the page, at least one."""
        return minutes_for(self.characters)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Every written page says where it stands."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | {"breadcrumb": [(self.title, "")]}


def _key_of(request: HttpRequest) -> Any:
    """The key of the page's remembered parts; a preview has none, it shows what nobody else may see."""
    return None if getattr(request, "is_preview", False) else fresh_key(request)


class HomePage(Page):  # type: ignore[misc]
    """The first page: what this is, and where to go."""

    summary = models.CharField("導入文", max_length=200, help_text="見出しの下の1〜2文。検索エンジンの説明文にも使います。")

    content_panels: ClassVar[list[Any]] = [
        MultiFieldPanel(
            [FieldPanel("title", heading="見出し", help_text="このサイトが何かを一言で。"), FieldPanel("summary")],
            heading="はじめに見える文",
            help_text="入口、五つの壁、新しい事例と話題は、自動で並びます。",
        )
    ]
    promote_panels: ClassVar[list[Any]] = []
    settings_panels: ClassVar[list[Any]] = [PublishingPanel()]
    search_fields: ClassVar[list[Any]] = [*Page.search_fields, index.SearchField("summary")]

    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = [
        "explainer.ExplainerPage",
        "explainer.PolicyPage",
        "explainer.ArticlePage",
        "explainer.EnglishPage",
    ]

    class Meta:
        verbose_name = "トップページ"
        verbose_name_plural = "トップページ"

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find the page of an address at once. Wagtail's own way asks twice for every level of the tree.

        Asks kind after kind in the order of `subpage_types`: chapters and walls, which are read most, stand first.
        """
        url_path = f"{self.url_path}{'/'.join(path_components)}/"
        for kind in self.allowed_subpage_models() if path_components else ():
            if page := kind.objects.filter(url_path=url_path).first():
                return page.route(request, [])
        return super().route(request, path_components)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The entrances, and what is new for the person who looks."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        front = FrontPage.of(
            request.user,
            pages=ExplainerPage.objects.visible_to(request.user),
            articles=ArticlePage.objects.visible_to(request.user),
        )
        return context | {"front": front, "matters": matters_of(request), "fresh_key": _key_of(request)}


class ExplainerPage(WrittenPage):
    """A chapter about the method, or one of the five walls below the chapter of walls."""

    part = models.CharField(
        "部",
        max_length=8,
        choices=Part,
        default=Part.KNOW,
        help_text="「学ぶ」のページとトップページで、この部のもとに並びます。部の中の順は、ページの並び順のままです。",
    )

    wall = models.CharField(
        "壁", max_length=8, choices=Wall, blank=True, help_text="壁のページだけで選びます。その壁の事例が下に並びます。"
    )

    voice = models.CharField(
        "支援者の一言", max_length=40, blank=True, help_text="壁のカードに出る言葉です。例：大事な話になると、そらされる"
    )

    next_page = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="次に読むページ",
        help_text="空のままなら、同じ部の次のページを示します。",
    )
    beside_wall = models.CharField("壁", max_length=8, choices=Wall, blank=True)
    beside_theme = models.ForeignKey(
        Theme, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="事例のテーマ"
    )
    beside_inquiry = models.CharField("問いかけの種類", max_length=12, choices=Inquiry, blank=True)

    content_panels: ClassVar[list[Any]] = [
        *WrittenPage.content_panels,
        FieldPanel("part"),
        FieldPanel("next_page"),
        MultiFieldPanel(
            [FieldPanel("beside_wall"), FieldPanel("beside_theme"), FieldPanel("beside_inquiry")],
            heading="そばに並べる事例と問いかけ",
            help_text="壁とテーマで事例を、壁と種類で問いかけを選びます。選ばなければ、本文の言葉に近いものが自動で並びます。",
            classname="collapsed",
        ),
        MultiFieldPanel([FieldPanel("wall"), FieldPanel("voice")], heading="五つの壁のページだけ", classname="collapsed"),
    ]
    search_fields: ClassVar[list[Any]] = [*WrittenPage.search_fields, index.FilterField("wall")]

    parent_page_types: ClassVar[list[str]] = ["explainer.HomePage", "explainer.ExplainerPage"]
    subpage_types: ClassVar[list[str]] = ["explainer.ExplainerPage"]

    objects = ExplainerPageManager()

    #: Set where walls are listed with what there is about each.
    counts: WallCounts | None = None

    class Meta:
        verbose_name = "解説ページ"
        verbose_name_plural = "解説ページ"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Further reading, and on a wall's page what cases and the exchange tell of it."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | {
            "near": later(lambda: self._near(request)),
            "findings": later(lambda: wall_findings(request.user, self.wall) if self.wall else None),
            "beside": later(lambda: None if self.wall else beside(self, request.user)),
            "fresh_key": _key_of(request),
        }

    def clean(self) -> None:
        """A page does not lead to itself."""
        super().clean()
        if self.next_page_id and self.next_page_id == self.pk:
            raise ValidationError({"next_page": "このページ自身ではなく、次に読んでほしいページを選んでください。"})

    def _near(self, request: HttpRequest) -> dict[str, Any]:
        """The pages around this one: the way to it, those below and beside it, the next."""
        pages = ExplainerPage.objects.visible_to(request.user).in_reading_order()
        below = [page for page in pages if page.is_child_of(self)]
        if any(page.wall for page in below):
            counts = wall_counts(request.user)
            for page in below:
                page.counts = counts.get(page.wall)
        above = [(page.title, page.get_url(request)) for page in pages if self.is_descendant_of(page)]
        return {
            "breadcrumb": [*above, (self.title, "")],
            "below": below,
            "beside": [page for page in pages if page.is_sibling_of(self)],
            "next_page": self._next(pages),
        }

    def _next(self, pages: "list[ExplainerPage]") -> "ExplainerPage | None":
        """The page that staff chose, where the reader may read it; else the one that follows in the order of reading."""
        if chosen := next((page for page in pages if page.pk == self.next_page_id), None):
            return chosen
        from_here = itertools.dropwhile(lambda page: page.pk != self.pk, pages)
        return next(itertools.islice(from_here, 1, None), None)

    @property
    def wall_number(self) -> str:
        """① to ⑤; "" on a chapter."""
        return str(self.get_wall_display())[:1]

    @property
    def wall_name(self) -> str:
        """見えない, 向き合わない …; "" on a chapter."""
        return str(self.get_wall_display())[1:]


class PolicyPage(WrittenPage):
    """A page of the footer: what the site promises, and whom to ask."""

    parent_page_types: ClassVar[list[str]] = ["explainer.HomePage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "方針ページ"
        verbose_name_plural = "方針ページ"


class EnglishPage(WrittenPage):
    """What this site is, for who does not read Japanese. Its template says `lang="en"`; what surrounds it stays Japanese and says so."""

    parent_page_types: ClassVar[list[str]] = ["explainer.HomePage"]
    subpage_types: ClassVar[list[str]] = []

    objects = ExplainerPageManager()

    class Meta:
        verbose_name = "英語のページ"
        verbose_name_plural = "英語のページ"


class ArticlePage(WrittenPage):
    """Know-how that a conversation of the exchange brought to light: written by staff out of a topic, with credit to who spoke there."""

    topic = models.OneToOneField(
        Topic, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+", verbose_name="もとの話題"
    )
    credit = models.CharField(
        "お話しいただいた方",
        max_length=300,
        help_text="もとの話題で書いた方への謝辞です。呼び名で書いた方は、呼び名のまま書きます。",
    )

    content_panels: ClassVar[list[Any]] = [*WrittenPage.content_panels, FieldPanel("credit")]
    search_fields: ClassVar[list[Any]] = [*WrittenPage.search_fields, index.SearchField("credit")]

    parent_page_types: ClassVar[list[str]] = ["explainer.HomePage"]
    subpage_types: ClassVar[list[str]] = []

    objects = ExplainerPageManager()

    class Meta:
        verbose_name = "ノウハウ記事"
        verbose_name_plural = "ノウハウ記事"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The topic that it came from, as far as the reader may read it."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        topics = Topic.objects.listed_for(request.user).filter(pk=self.topic_id, hidden_at=None).for_cards()
        return context | {
            "source": later(lambda: TopicCard.of(topic) if (topic := topics.first()) else None),
            "fresh_key": _key_of(request),
        }


class PageAnswer(models.Model):
    """Whether a page helped somebody, and why: on a day, and nothing about who it was. Staff read it, nobody else."""

    page = models.ForeignKey(ExplainerPage, on_delete=models.CASCADE, related_name="answers", verbose_name="ページ")
    is_helpful = models.BooleanField("役に立った")
    reason = models.CharField("理由", max_length=REASON_MAX, blank=True)
    answered_on = models.DateField("答えた日", default=_today)
    submission_key = models.UUIDField(unique=True, editable=False)

    class Meta:
        verbose_name = "読んだ方の声"
        verbose_name_plural = "読んだ方の声"

    def __str__(self) -> str:
        return f"{self.page_id} {self.answered_on}"


class FilledPage(models.Model):
    """Remembers which page came from which file of content/, so that filling the site again never undoes staff's work.

    `revision` is the version that we wrote: while it is the page's latest, nobody has touched the page. A row without a page
    tells that staff deleted it, and it stays deleted.
    """

    slug = models.SlugField("ファイルのスラッグ", unique=True)
    page = models.ForeignKey(Page, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="ページ")
    revision = models.ForeignKey(
        "wagtailcore.Revision", on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="書き込んだ版"
    )
    digest = models.CharField("ファイルの要約値", max_length=64)
    filled_at = models.DateTimeField("書き込んだ日時", auto_now=True)

    class Meta:
        verbose_name = "ファイルから作ったページ"
        verbose_name_plural = "ファイルから作ったページ"

    def __str__(self) -> str:
        return self.slug

    @property
    def is_touched_by_staff(self) -> bool:
        """Whether staff changed, unpublished or deleted the page since we wrote it."""
        return (
            self.page is None
            or not self.page.live
            or self.revision_id is None
            or self.page.latest_revision_id != self.revision_id
        )
