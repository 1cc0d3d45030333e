"""Forms about people."""

from accounts.forms.closing import CloseForm, Contributions, ReopenForm
from accounts.forms.profiles import ProfileForm
from accounts.forms.signing_up import SignupForm
from accounts.forms.staff import StaffUserFormMixin

__all__ = ["CloseForm", "Contributions", "ProfileForm", "ReopenForm", "SignupForm", "StaffUserFormMixin"]
