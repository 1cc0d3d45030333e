"""Pages about people; sign-in itself is allauth's."""

from accounts.views.belonging import (
    belonging,
    belonging_ask,
    belonging_confirm,
    belonging_leave,
    belonging_listing,
    belonging_prove,
    belonging_withdraw,
)
from accounts.views.closing import close, closed
from accounts.views.invitations import (
    invitation,
    invitation_new,
    invitation_own,
    invitation_resend,
    invitation_revoke,
    invitations,
)
from accounts.views.my_data import my_data, my_data_file
from accounts.views.my_page import me
from accounts.views.open_too_long import csrf_failure
from accounts.views.organisations import organisation, organisation_list
from accounts.views.profiles import my_profile
from accounts.views.second_factor import put_off
from accounts.views.supporting import support, support_end

__all__ = [
    "belonging",
    "belonging_ask",
    "belonging_confirm",
    "belonging_leave",
    "belonging_listing",
    "belonging_prove",
    "belonging_withdraw",
    "close",
    "closed",
    "csrf_failure",
    "invitation",
    "invitation_new",
    "invitation_own",
    "invitation_resend",
    "invitation_revoke",
    "invitations",
    "me",
    "my_data",
    "my_data_file",
    "my_profile",
    "organisation",
    "organisation_list",
    "put_off",
    "support",
    "support_end",
]
