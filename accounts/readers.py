"""Who may read content of an audience: the answer of `audiences.can_read` for many people at once."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.audiences import Audience
from accounts.models import Membership, User


def readers_of(audience: str) -> QuerySet[User]:
    """Active people who may read content of this audience now. Nobody for `team`: the case answers that."""
    people = User.objects.filter(is_active=True)
    if audience in (Audience.PUBLIC, Audience.MEMBER):
        return people
    if audience == Audience.SUPPORTER:
        belonging = Membership.objects.confirmed().filter(user=OuterRef("pk"), organisation__is_verified=True)
        return people.filter(Q(is_staff=True) | Exists(belonging))
    return people.filter(is_staff=True) if audience == Audience.STAFF else people.none()
