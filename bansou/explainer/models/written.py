"""What every page of the tree has, and what every page with a body has."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from modelsearch import index
from wagtail.admin.panels import FieldPanel, PublishingPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageViewRestriction

from bansou.explainer.blocks import BodyBlock, SourcesBlock
from bansou.explainer.page_form import WrittenPageForm
from bansou.explainer.reading import characters_of, minutes_for, words_read
from bansou.freshness.keys import fresh_key


class SitePage(Page):  # type: ignore[misc]
    """What every page of the site has."""

    class Meta:
        abstract = True

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        """What stands between readers and this page, on it or on one above it. Wagtail's own way asks for the pages above first.

        Of a page that is shown in two places the first one's restrictions hold, as Wagtail has it.
        """
        step = self.steplen
        above = [self.path[:end] for end in range(step, len(self.path) + 1, step)]
        of_first = Q(page__alias_of=None, page__path__in=above) | Q(page__aliases__path__in=above)
        restrictions: QuerySet[PageViewRestriction] = PageViewRestriction.objects.filter(of_first).distinct()
        return restrictions


class WrittenPage(SitePage):
    """What every page with a body has."""

    summary = models.CharField("要約", max_length=200, help_text="1〜2文。ページの冒頭、カード、検索エンジンの説明文に使います。")
    body = StreamField(BodyBlock(), blank=True, verbose_name="本文")
    sources = StreamField(
        SourcesBlock(), blank=True, verbose_name="出典", help_text="事実には出典を付けます。確認した日も書きます。"
    )
    updated = models.DateField(
        "更新日", default=timezone.localdate, help_text="読む方に見せる更新日です。内容を変えたら直してください。"
    )

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


def key_of(request: HttpRequest) -> Any:
    """The key of the page's remembered parts; a preview has none, it shows what nobody else may see."""
    return None if getattr(request, "is_preview", False) else fresh_key(request)
