"""Forms about people."""

from accounts.forms.belonging import BelongingForm, OrganisationSearchForm, UnlistedBelongingForm
from accounts.forms.organisations import (
    DirectoryForm,
    GrantForm,
    MembershipEndForm,
    MembershipForm,
    OrganisationForm,
    RefusalForm,
)
from accounts.forms.signing_up import SignupForm
from accounts.forms.staff import StaffUserFormMixin

__all__ = [
    "BelongingForm",
    "DirectoryForm",
    "GrantForm",
    "MembershipEndForm",
    "MembershipForm",
    "OrganisationForm",
    "OrganisationSearchForm",
    "RefusalForm",
    "SignupForm",
    "StaffUserFormMixin",
    "UnlistedBelongingForm",
]
