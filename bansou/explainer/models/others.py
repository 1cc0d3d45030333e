"""Pages with a body that are no chapters: policies, English, articles out of the exchange."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from modelsearch import index
from wagtail.admin.panels import FieldPanel

from bansou.explainer.models.written import WrittenPage, key_of
from bansou.explainer.querysets import ExplainerPageManager
from bansou.freshness.keys import later
from knowhow.cards import TopicCard
from knowhow.models import Topic


class PageBelowHome(WrittenPage):
    """Stands below the first page, and nothing below it."""

    parent_page_types: ClassVar[list[str]] = ["explainer.HomePage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        abstract = True


class PolicyPage(PageBelowHome):
    """A page of the footer: what the site promises, and whom to ask."""

    class Meta:
        verbose_name = "方針ページ"
        verbose_name_plural = "方針ページ"


class EnglishPage(PageBelowHome):
    """What this site is, for who does not read Japanese. Its template says `lang="en"`; what surrounds it stays Japanese and says so."""

    objects = ExplainerPageManager()

    class Meta:
        verbose_name = "英語のページ"
        verbose_name_plural = "英語のページ"


class ArticlePage(PageBelowHome):
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
            "fresh_key": key_of(request),
        }
