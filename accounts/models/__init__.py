"""People and the organisations they belong to."""

from accounts.models.organisation import Membership, Organisation
from accounts.models.user import User, display_name_of

__all__ = ["Membership", "Organisation", "User", "display_name_of"]
