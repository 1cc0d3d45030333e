"""Registers cases with Wagtail's admin."""

from typing import Any

from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet
from wagtail.permissions import register_permission_policy
from wagtail.snippets.action_menu import WorkflowMenuItem
from wagtail.snippets.models import register_snippet

from cases.anonymity_viewset import allowed_word_viewset
from cases.follow_up_viewset import FollowUpPolicy, follow_up_viewset
from cases.models import Case, FollowUp
from cases.statuses import OWNER, Hand
from cases.viewsets import CasePermissionPolicy, CaseViewSet, intake_viewset, theme_viewset

register_permission_policy(Case, CasePermissionPolicy(Case))  # before the snippet, which would take the default
register_snippet(CaseViewSet)
register_permission_policy(FollowUp, FollowUpPolicy(FollowUp))

#: What the author and the review do is not in the editor's menu.
_NOT_FOR_STAFF = {
    "action-publish",
    "action-unpublish",
    "action-delete",
    "action-submit",
    "action-restart-workflow",
    "action-cancel-workflow",
}


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[ViewSet]:
    """Themes, what became of the companies, words that identify nobody, and the intake of lists."""
    return [theme_viewset, follow_up_viewset, allowed_word_viewset, intake_viewset]


@hooks.register("construct_snippet_action_menu")
def leave_review_actions(menu_items: list[Any], request: Any, context: dict[str, Any]) -> None:
    """On a case, only saving keywords and the review's own actions remain."""
    if context["model"] is Case:
        in_staffs_hands = OWNER[context["instance"].status] == Hand.STAFF
        kept = [item for item in menu_items if item.name not in _NOT_FOR_STAFF and in_staffs_hands]
        # The first is the button in sight: the decision, not the saving of keywords.
        menu_items[:] = sorted(kept, key=lambda item: not isinstance(item, WorkflowMenuItem))
