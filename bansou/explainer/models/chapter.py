"""Chapters about the method, and the walls among them."""

import itertools
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from modelsearch import index
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from bansou.explainer.beside import beside
from bansou.explainer.models.written import WrittenPage, key_of
from bansou.explainer.querysets import ExplainerPageManager
from bansou.explainer.vocabularies import Part
from bansou.explainer.walls import WallCounts, wall_counts, wall_findings
from bansou.freshness.keys import later
from cases.models import Theme
from cases.vocabularies import Inquiry, Wall


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
            "fresh_key": key_of(request),
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
