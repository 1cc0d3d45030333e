"""Writes about who belongs where."""

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership, Organisation, User


@transaction.atomic
def confirm_membership(*, user: User, organisation: Organisation, by: User | None, proof: str = "staff") -> Membership:
    """The person belongs to the organisation from now on; an older membership ends. `by` is None for commands of the operator."""
    now = timezone.now()
    Membership.objects.living().filter(user=user).update(ended_at=now)
    membership = Membership.objects.create(user=user, organisation=organisation, confirmed_at=now, confirmed_by=by)
    user.__dict__.pop("membership", None)
    return membership
