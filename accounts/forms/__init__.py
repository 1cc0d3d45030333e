"""Forms about people."""

from accounts.forms.belonging import BelongingForm, OrganisationSearchForm, UnlistedBelongingForm
from accounts.forms.closing import CloseForm, Contributions
from accounts.forms.inviting import InviteForm
from accounts.forms.organisations import (
    DirectoryForm,
    GrantForm,
    MembershipEndForm,
    MembershipForm,
    OrganisationForm,
    RefusalForm,
)
from accounts.forms.people_lists import PeopleListForm
from accounts.forms.profiles import ProfileForm
from accounts.forms.signing_up import SignupForm
from accounts.forms.staff import StaffUserFormMixin

__all__ = [
    "BelongingForm",
    "CloseForm",
    "Contributions",
    "DirectoryForm",
    "GrantForm",
    "InviteForm",
    "MembershipEndForm",
    "MembershipForm",
    "OrganisationForm",
    "OrganisationSearchForm",
    "PeopleListForm",
    "ProfileForm",
    "RefusalForm",
    "SignupForm",
    "StaffUserFormMixin",
    "UnlistedBelongingForm",
]
