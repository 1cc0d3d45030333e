"""Registers cases with Wagtail's admin."""

from typing import Any

from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from accounts.desks import KeptPolicy, LookAndDecidePolicy
from cases.anonymity_viewset import allowed_word_viewset
from cases.follow_up_viewset import follow_up_viewset
from cases.models import Case, FollowUp, WantedCase
from cases.queue import ClaimBulkAction, ReleaseBulkAction
from cases.viewsets import (
    CaseViewSet,
    canned_reason_viewset,
    intake_viewset,
    reviewer_regions_viewset,
    theme_viewset,
)
from cases.wanted_viewset import demand_viewset, wanted_case_viewset

# Before the snippet, which would take the default. Adding and publishing is the author's form and the review.
register_permission_policy(Case, LookAndDecidePolicy(Case))
register_snippet(CaseViewSet)
register_permission_policy(FollowUp, LookAndDecidePolicy(FollowUp))
register_permission_policy(WantedCase, KeptPolicy(WantedCase))  # drafts answer it


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[ViewSet]:
    """Themes, what became of the companies, words that identify nobody, what reviewers set up, the intake of lists, what is wanted."""
    return [
        theme_viewset,
        follow_up_viewset,
        allowed_word_viewset,
        canned_reason_viewset,
        reviewer_regions_viewset,
        intake_viewset,
        demand_viewset,
        wanted_case_viewset,
    ]


@hooks.register("construct_snippet_action_menu")
def leave_review_actions(menu_items: list[Any], request: Any, context: dict[str, Any]) -> None:
    """On a case none of Wagtail's: the desk has its own buttons (cases.desk)."""
    if context["model"] is Case:
        menu_items.clear()


hooks.register("register_bulk_action", ClaimBulkAction)
hooks.register("register_bulk_action", ReleaseBulkAction)
