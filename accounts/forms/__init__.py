"""Forms about people."""

from accounts.forms.inviting import InviteForm
from accounts.forms.people_lists import PeopleListForm
from accounts.forms.signing_up import SignupForm
from accounts.forms.staff import StaffUserFormMixin

__all__ = ["InviteForm", "PeopleListForm", "SignupForm", "StaffUserFormMixin"]
