"""Registers the record of decisions with Wagtail's admin."""

from wagtail import hooks
from wagtail.permissions import register_permission_policy

from bansou.moderation.models import Decision
from bansou.moderation.viewsets import DecisionViewSet, ReadOnlyPolicy, decision_viewset

register_permission_policy(Decision, ReadOnlyPolicy(Decision))


@hooks.register("register_admin_viewset")
def register_decisions() -> DecisionViewSet:
    """The record of decisions."""
    return decision_viewset
