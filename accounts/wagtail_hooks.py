"""Registers people and organisations with Wagtail's admin."""

from wagtail import hooks

from accounts.viewsets import MembershipViewSet, OrganisationViewSet, membership_viewset, organisation_viewset


@hooks.register("register_admin_viewset")
def register_organisations() -> list[OrganisationViewSet | MembershipViewSet]:
    """Organisations and memberships."""
    return [organisation_viewset, membership_viewset]
