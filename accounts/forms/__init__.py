"""Forms about people."""

from accounts.forms.signing_up import SignupForm
from accounts.forms.staff import StaffUserFormMixin

__all__ = ["SignupForm", "StaffUserFormMixin"]
