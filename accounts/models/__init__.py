"""People and the organisations they belong to."""

from accounts.models.belonging import BelongingPaper, BelongingRequest, RequestState
from accounts.models.membership import Ending, Membership, Proof
from accounts.models.organisation import Organisation, OrganisationDomain
from accounts.models.user import User, display_name_of

__all__ = [
    "BelongingPaper",
    "BelongingRequest",
    "Ending",
    "Membership",
    "Organisation",
    "OrganisationDomain",
    "Proof",
    "RequestState",
    "User",
    "display_name_of",
]
