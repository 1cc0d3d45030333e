"""Every write about people."""

from accounts.actions.belonging import confirm_membership
from accounts.actions.roles import change_roles, grant_roles, write_roles
from accounts.actions.supporting import end_support, record_act, start_support

__all__ = [
    "change_roles",
    "confirm_membership",
    "end_support",
    "grant_roles",
    "record_act",
    "start_support",
    "write_roles",
]
