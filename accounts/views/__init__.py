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
from accounts.views.my_page import me
from accounts.views.open_too_long import csrf_failure
from accounts.views.organisations import organisation, organisation_list

__all__ = [
    "belonging",
    "belonging_ask",
    "belonging_confirm",
    "belonging_leave",
    "belonging_listing",
    "belonging_prove",
    "belonging_withdraw",
    "csrf_failure",
    "me",
    "organisation",
    "organisation_list",
]
