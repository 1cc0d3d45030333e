"""Every write about people."""

from accounts.actions.belonging import confirm_membership
from accounts.actions.roles import grant_roles, write_roles
from accounts.actions.second_factor import put_off_second_factor, remove_second_factors, reseal_second_factors

__all__ = [
    "confirm_membership",
    "grant_roles",
    "put_off_second_factor",
    "remove_second_factors",
    "reseal_second_factors",
    "write_roles",
]
