"""Every write about people."""

from accounts.actions.belonging import confirm_membership
from accounts.actions.inviting import (
    accept_invitation,
    decline_invitation,
    drop_old_invitations,
    invite,
    resend_invitation,
    revoke_site_invitation,
)
from accounts.actions.people_lists import discard_people_list, drop_old_people_lists, keep_people_list, start_taking_in
from accounts.actions.roles import grant_roles, write_roles
from accounts.actions.second_factor import put_off_second_factor, reseal_second_factors

__all__ = [
    "accept_invitation",
    "confirm_membership",
    "decline_invitation",
    "discard_people_list",
    "drop_old_invitations",
    "drop_old_people_lists",
    "grant_roles",
    "invite",
    "keep_people_list",
    "put_off_second_factor",
    "reseal_second_factors",
    "resend_invitation",
    "revoke_site_invitation",
    "start_taking_in",
    "write_roles",
]
