"""Pages about people; sign-in itself is allauth's."""

from accounts.views.invitations import (
    invitation,
    invitation_new,
    invitation_own,
    invitation_resend,
    invitation_revoke,
    invitations,
)
from accounts.views.my_page import me
from accounts.views.open_too_long import csrf_failure
from accounts.views.second_factor import put_off

__all__ = [
    "csrf_failure",
    "invitation",
    "invitation_new",
    "invitation_own",
    "invitation_resend",
    "invitation_revoke",
    "invitations",
    "me",
    "put_off",
]
