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
from accounts.actions.closing import close_account, close_dormant, drop_unconfirmed, erase_closed, reopen_account, tell_dormant
from accounts.actions.data_files import drop_data_files_of, drop_old_data_files, request_data_file
from accounts.actions.inviting import (
    accept_invitation,
    decline_invitation,
    drop_old_invitations,
    invite,
    resend_invitation,
    revoke_site_invitation,
)
from accounts.actions.organisations import set_domains
from accounts.actions.people_lists import discard_people_list, drop_old_people_lists, keep_people_list, start_taking_in
from accounts.actions.profiles import save_profile
from accounts.actions.roles import change_roles, grant_roles, write_roles
from accounts.actions.second_factor import (
    end_trust_of_browsers,
    put_off_second_factor,
    remove_second_factors,
    reseal_second_factors,
)
from accounts.actions.supporting import end_support, record_act, start_support

__all__ = [
    "accept_invitation",
    "ask_to_belong",
    "change_roles",
    "close_account",
    "close_dormant",
    "confirm_membership",
    "decline_invitation",
    "discard_people_list",
    "drop_data_files_of",
    "drop_old_data_files",
    "drop_old_invitations",
    "drop_old_people_lists",
    "drop_unconfirmed",
    "end_membership",
    "end_support",
    "end_trust_of_browsers",
    "enter_organisation",
    "erase_closed",
    "grant_request",
    "grant_roles",
    "greet_address",
    "invite",
    "keep_people_list",
    "leave_organisation",
    "list_at_organisation",
    "open_paper",
    "prove_by_domain",
    "put_off_second_factor",
    "record_act",
    "refuse_request",
    "remove_second_factors",
    "renew_membership",
    "reopen_account",
    "request_data_file",
    "reseal_second_factors",
    "resend_invitation",
    "revoke_site_invitation",
    "save_profile",
    "set_domains",
    "start_support",
    "start_taking_in",
    "tell_dormant",
    "tend_belongings",
    "withdraw_request",
    "write_roles",
]
