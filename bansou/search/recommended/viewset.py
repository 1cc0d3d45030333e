"""The desk of recommended results in Wagtail's admin."""

from typing import Any

from django.forms import modelform_factory
from wagtail.admin.viewsets.model import ModelViewSet

from bansou.search.models import Recommendation
from bansou.search.recommended.forms import RecommendationForm


class RecommendationViewSet(ModelViewSet):  # type: ignore[misc]
    """What stands above the results of some words: written and taken away by editors."""

    model = Recommendation
    icon = "pick"
    menu_label = "検索のおすすめ"
    menu_order = 316
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = ("words", "addresses", "is_active", "changed_at")
    list_filter = ("is_active",)
    ordering = ("-changed_at",)
    search_fields = ("words", "addresses")

    def get_form_class(self, for_update: bool = False) -> Any:
        """The form that reads the lines."""
        return modelform_factory(Recommendation, form=RecommendationForm, fields=("words", "addresses", "is_active"))


recommendation_viewset = RecommendationViewSet("recommendations")
