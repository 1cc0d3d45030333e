"""Registers people and organisations with Wagtail's admin."""

from typing import Any

from django.http import Http404, HttpRequest
from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import register_permission_policy

from accounts.belonging_viewsets import (
    belonging_request_viewset,
    membership_viewset,
    organisation_viewset,
)
from accounts.closings_viewset import ClosingViewSet, closing_viewset
from accounts.desks import KeptPolicy, LookAndDecidePolicy
from accounts.models import BelongingRequest, Closing, Membership
from accounts.people_list_viewset import PeopleListViewSet, people_list_viewset

register_permission_policy(BelongingRequest, LookAndDecidePolicy(BelongingRequest))
register_permission_policy(Membership, KeptPolicy(Membership))  # what somebody wrote keeps its organisation
register_permission_policy(Closing, LookAndDecidePolicy(Closing))


@hooks.register("register_admin_viewset")
def register_organisations() -> list[ModelViewSet]:
    """Organisations, who belongs to them, and who asks to."""
    return [organisation_viewset, membership_viewset, belonging_request_viewset]


@hooks.register("register_admin_viewset")
def register_people_lists() -> PeopleListViewSet:
    """The intake of an organisation's people."""
    return people_list_viewset


@hooks.register("register_admin_viewset")
def register_closings() -> ClosingViewSet:
    """Those who left, to be undone."""
    return closing_viewset


@hooks.register("before_bulk_action")
def give_roles_one_by_one(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> None:
    """Wagtail's bulk action would set groups past `is_staff` and past the record of decisions."""
    if action_type == "assign_role":
        raise Http404
