"""Pages about people; sign-in itself is allauth's."""

from accounts.views.my_page import me
from accounts.views.open_too_long import csrf_failure

__all__ = ["csrf_failure", "me"]
