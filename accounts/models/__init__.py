"""People and the organisations they belong to."""

from accounts.models.invitation import Invitation
from accounts.models.organisation import Membership, Organisation
from accounts.models.people_list import PeopleList
from accounts.models.second_factor import SecondFactorOffer
from accounts.models.user import User, display_name_of

__all__ = [
    "Invitation",
    "Membership",
    "Organisation",
    "PeopleList",
    "SecondFactorOffer",
    "User",
    "display_name_of",
]
