"""The first page, and the root of the tree, which is closed."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from modelsearch import index
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PublishingPanel
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from accounts.matters import matters_of
from bansou.explainer.front import FrontPage
from bansou.explainer.models.chapter import ExplainerPage
from bansou.explainer.models.others import ArticlePage
from bansou.explainer.models.written import SitePage, key_of


class HomePage(SitePage):
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
        front = FrontPage(request.user, pages=ExplainerPage.objects, articles=ArticlePage.objects)
        return context | {"front": front, "matters": matters_of(request), "fresh_key": key_of(request)}
