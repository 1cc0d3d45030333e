"""Pages about people; sign-in itself is allauth's."""

from accounts.views.my_page import me
from accounts.views.open_too_long import csrf_failure
from accounts.views.second_factor import put_off

__all__ = ["csrf_failure", "me", "put_off"]
