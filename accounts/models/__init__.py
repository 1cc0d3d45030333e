"""People and the organisations they belong to."""

from accounts.models.belonging import BelongingPaper, BelongingRequest, RequestState
from accounts.models.closing import KEPT_DAYS, LEFT_NAME, Closing, DormancyLetter
from accounts.models.data_file import DATA_KEPT_DAYS, DataFile
from accounts.models.invitation import Invitation
from accounts.models.look import Look
from accounts.models.membership import Ending, Membership, Proof
from accounts.models.organisation import Organisation, OrganisationDomain
from accounts.models.people_list import PeopleList
from accounts.models.profile import Profile, profile_of
from accounts.models.second_factor import SecondFactorOffer
from accounts.models.support import SUPPORT_MINUTES, SupportedAct, SupportedSession
from accounts.models.user import User, display_name_of

__all__ = [
    "DATA_KEPT_DAYS",
    "KEPT_DAYS",
    "LEFT_NAME",
    "SUPPORT_MINUTES",
    "BelongingPaper",
    "BelongingRequest",
    "Closing",
    "DataFile",
    "DormancyLetter",
    "Ending",
    "Invitation",
    "Look",
    "Membership",
    "Organisation",
    "OrganisationDomain",
    "PeopleList",
    "Profile",
    "Proof",
    "RequestState",
    "SecondFactorOffer",
    "SupportedAct",
    "SupportedSession",
    "User",
    "display_name_of",
    "profile_of",
]
