"""Every write about people."""

from accounts.actions.belonging import (
    confirm_membership,
    end_membership,
    greet_address,
    leave_organisation,
    list_at_organisation,
    prove_by_domain,
    renew_membership,
)
from accounts.actions.belonging_care import tend_belongings
from accounts.actions.belonging_requests import (
    ask_to_belong,
    enter_organisation,
    grant_request,
    open_paper,
    refuse_request,
    withdraw_request,
)
from accounts.actions.organisations import set_domains
from accounts.actions.roles import grant_roles, write_roles

__all__ = [
    "ask_to_belong",
    "confirm_membership",
    "end_membership",
    "enter_organisation",
    "grant_request",
    "grant_roles",
    "greet_address",
    "leave_organisation",
    "list_at_organisation",
    "open_paper",
    "prove_by_domain",
    "refuse_request",
    "renew_membership",
    "set_domains",
    "tend_belongings",
    "withdraw_request",
    "write_roles",
]
