"""Forms about people."""

from accounts.forms.closing import CloseForm, Contributions
from accounts.forms.inviting import InviteForm
from accounts.forms.people_lists import PeopleListForm
from accounts.forms.profiles import ProfileForm
from accounts.forms.signing_up import SignupForm
from accounts.forms.staff import StaffUserFormMixin

__all__ = [
    "CloseForm",
    "Contributions",
    "InviteForm",
    "PeopleListForm",
    "ProfileForm",
    "SignupForm",
    "StaffUserFormMixin",
]
