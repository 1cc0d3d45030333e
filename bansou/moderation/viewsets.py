"""The record of decisions in Wagtail's admin: read, never written."""

from typing import Any

from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from bansou.moderation.models import Decision


class ReadOnlyPolicy(ModelPermissionPolicy):  # type: ignore[misc]
    """Whoever may view may view; adding, changing and deleting is nobody's, the owner's neither."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Only looking."""
        return action == "view" and super().user_has_permission(user, action)


class DecisionViewSet(ModelViewSet):  # type: ignore[misc]
    """What staff decided, the latest first."""

    model = Decision
    icon = "history"
    menu_label = "運営の記録"
    menu_order = 340
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    form_fields = ("verb", "reason")
    list_display = ("target_name", "verb", "reason", "by", "at")
    list_filter = ("verb", "content_type")
    search_fields = ("target_name", "reason")
    inspect_view_fields = ("at", "by", "verb", "content_type", "target_name", "reason")
    ordering = ("-pk",)


decision_viewset = DecisionViewSet("decisions")
