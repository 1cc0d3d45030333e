"""People and the organisations they belong to."""

from accounts.models.organisation import Membership, Organisation
from accounts.models.support import SUPPORT_MINUTES, SupportedAct, SupportedSession
from accounts.models.user import User, display_name_of

__all__ = [
    "SUPPORT_MINUTES",
    "Membership",
    "Organisation",
    "SupportedAct",
    "SupportedSession",
    "User",
    "display_name_of",
]
