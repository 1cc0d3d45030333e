"""The search's terms in Wagtail's admin: staff edit groups, see on a sentence what would change, and put them in force."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.admin.views.generic import CreateView, EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton

from accounts.access import person_of
from bansou.search import terms_in_force
from bansou.search.actions import put_terms_in_force
from bansou.search.lexemes import LONGEST_QUERY
from bansou.search.models import TermGroup, TermsVersion
from bansou.search.permissions import check_can_keep_terms
from bansou.search.words import Word, words_of_terms
from bansou.text.normalise import clean_line

#: A sentence that shows the difference when none is typed.
EXAMPLE = "後継ぎのいない会社の資金繰りを、よろず支援拠点と支える。"
_NOT_YET = "まだ検索には効いていません。「試して、検索に効かせる」で確かめてください。"


class TermIndexView(IndexView):  # type: ignore[misc]
    """Wagtail's list."""

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """Adding, and the page that puts them in force."""
        trying = HeaderButton("試して、検索に効かせる", url=reverse("search-terms:try"), icon_name="search")
        return [*super().header_buttons, trying]


class TermCreateView(CreateView):  # type: ignore[misc]
    """Wagtail's view."""

    def get_success_message(self, instance: TermGroup) -> str:
        """What is still to do."""
        return f"「{instance}」を加えました。{_NOT_YET}"


class TermEditView(EditView):  # type: ignore[misc]
    """Wagtail's view."""

    def get_success_message(self) -> str:
        """What is still to do."""
        return f"「{self.object}」を保存しました。{_NOT_YET}"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def terms_try(request: HttpRequest) -> HttpResponse:
    """The words of a sentence before and after, and the button that puts the terms in force."""
    check_can_keep_terms(request.user)
    if request.method == "POST":
        version = put_terms_in_force(by=person_of(request))
        words = (
            "検索に効かせました。これまでに書かれたものにも、数分のうちに行き渡ります。"
            if version
            else "変わったところはありません。"
        )
        messages.success(request, words)
        return redirect("search-terms:try")
    sentence = clean_line(request.GET.get("sentence", "")[:LONGEST_QUERY])
    newest = TermsVersion.objects.order_by("-pk").first()
    groups = {group.pk: str(group) for group in TermGroup.objects.all()}
    before = terms_in_force.compiled(newest.kept if newest else (), "")
    context = {
        "page_title": "検索の言葉を試す",
        "header_icon": "search",
        "sentence": sentence,
        "shown": sentence or EXAMPLE,
        "before": _lines(words_of_terms(sentence or EXAMPLE, before), groups),
        "after": _lines(words_of_terms(sentence or EXAMPLE, terms_in_force.edited()), groups),
        "has_changes": terms_in_force.has_changes(),
        "newest": newest,
    }
    return render(request, "search/admin/terms_try.html", context)


def _lines(words: Sequence[Word | None], groups: dict[int, str]) -> list[dict[str, Any]]:
    """Each word that a query insists on, with the parts by which it is found too, and the groups whose words it finds."""
    return [
        {
            "surface": word.surface,
            "parts": [part.surface for part in word.parts],
            "groups": [groups[group] for group in word.groups if group in groups],
        }
        for word in words
        if word is not None and not word.is_weak
    ]


class TermViewSet(ModelViewSet):  # type: ignore[misc]
    """Groups of terms: added, changed, left unused; never deleted, because the index names them."""

    model = TermGroup
    icon = "search"
    menu_label = "検索の言葉"
    menu_order = 325
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = TermIndexView
    add_view_class = TermCreateView
    edit_view_class = TermEditView
    form_fields = ("terms", "is_one_way", "note", "is_used")
    list_display = (
        "__str__",
        BooleanColumn("is_one_way", label="1行目だけを広げる"),
        BooleanColumn("is_used", label="使う"),
        "note",
    )
    list_filter = ("is_one_way", "is_used")
    list_per_page = 50
    search_fields = ("terms", "note")
    ordering = ("terms",)

    def get_urlpatterns(self) -> list[URLPattern]:
        """Wagtail's, and the page for trying."""
        patterns: list[URLPattern] = super().get_urlpatterns()
        return [*patterns, path("try/", terms_try, name="try")]


term_viewset = TermViewSet("search-terms")
