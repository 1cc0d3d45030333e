"""Every write about people."""

from accounts.actions.belonging import confirm_membership
from accounts.actions.roles import grant_roles, write_roles

__all__ = ["confirm_membership", "grant_roles", "write_roles"]
