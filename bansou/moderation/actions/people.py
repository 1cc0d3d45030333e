"""What staff do about a person at the people desk, with its reason in the record."""

from django.db import transaction

from accounts.actions import confirm_membership
from accounts.looks import record_look
from accounts.models import Membership, Organisation, User
from accounts.permissions import check_can_keep_people, check_can_verify
from accounts.refusals import Refused


@transaction.atomic
def confirm_belonging(*, by: User, person: User, organisation: Organisation, reason: str) -> Membership:
    """The person belongs to the organisation; `reason` says how staff know. An older membership ends."""
    check_can_verify(by)
    if by.pk == person.pk:
        raise Refused("自分の所属は、自分では確認できません。ほかの職員に頼んでください。")
    return confirm_membership(user=person, organisation=organisation, by=by, reason=reason)


@transaction.atomic
def reveal_address(*, by: User, person: User, reason: str) -> str:
    """The person's e-mail address; that it was looked at, and why, is written down first."""
    check_can_keep_people(by)
    record_look(by=by, at=person, what="メールアドレス", reason=reason)
    return person.email
