"""Every write about people."""

from accounts.actions.belonging import confirm_membership
from accounts.actions.closing import close_account, close_dormant, drop_unconfirmed, erase_closed, reopen_account, tell_dormant
from accounts.actions.data_files import drop_data_files_of, drop_old_data_files, request_data_file
from accounts.actions.profiles import save_profile
from accounts.actions.roles import grant_roles, write_roles

__all__ = [
    "close_account",
    "close_dormant",
    "confirm_membership",
    "drop_data_files_of",
    "drop_old_data_files",
    "drop_unconfirmed",
    "erase_closed",
    "grant_roles",
    "reopen_account",
    "request_data_file",
    "save_profile",
    "tell_dormant",
    "write_roles",
]
