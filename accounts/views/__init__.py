"""Pages about people; sign-in itself is allauth's."""

from accounts.views.my_page import me
from accounts.views.open_too_long import csrf_failure
from accounts.views.supporting import support, support_end

__all__ = ["csrf_failure", "me", "support", "support_end"]
