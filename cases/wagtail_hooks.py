"""Registers cases with Wagtail's admin."""

from typing import Any

from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from accounts.desks import LookAndDecidePolicy
from cases.anonymity_viewset import allowed_word_viewset
from cases.follow_up_viewset import follow_up_viewset
from cases.models import Case, FollowUp
from cases.queue import ClaimBulkAction, ReleaseBulkAction
from cases.viewsets import (
    CaseViewSet,
    canned_reason_viewset,
    intake_viewset,
    reviewer_regions_viewset,
    theme_viewset,
)

# Before the snippet, which would take the default. Adding and publishing is the author's form and the review.
register_permission_policy(Case, LookAndDecidePolicy(Case))
register_snippet(CaseViewSet)
register_permission_policy(FollowUp, LookAndDecidePolicy(FollowUp))


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[ViewSet]:
    """Themes, what became of the companies, words that identify nobody, what reviewers set up for themselves, and the intake of lists."""
    return [
        theme_viewset,
        follow_up_viewset,
        allowed_word_viewset,
        canned_reason_viewset,
        reviewer_regions_viewset,
        intake_viewset,
    ]


@hooks.register("construct_snippet_action_menu")
def leave_review_actions(menu_items: list[Any], request: Any, context: dict[str, Any]) -> None:
    """On a case none of Wagtail's: the desk has its own buttons (cases.desk)."""
    if context["model"] is Case:
        menu_items.clear()


hooks.register("register_bulk_action", ClaimBulkAction)
hooks.register("register_bulk_action", ReleaseBulkAction)
