"""People and the organisations they belong to."""

from accounts.models.organisation import Membership, Organisation
from accounts.models.second_factor import SecondFactorOffer
from accounts.models.user import User, display_name_of

__all__ = ["Membership", "Organisation", "SecondFactorOffer", "User", "display_name_of"]
