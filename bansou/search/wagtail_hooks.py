"""Registers the desks of the search room with Wagtail's admin."""

from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet
from wagtail.permissions import register_permission_policy

from accounts.desks import KeptPolicy
from bansou.search.models import TermGroup
from bansou.search.recommended.viewset import recommendation_viewset
from bansou.search.terms_desk import term_viewset

register_permission_policy(TermGroup, KeptPolicy(TermGroup))


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[ViewSet]:
    """The search's terms, and recommended results."""
    return [term_viewset, recommendation_viewset]
