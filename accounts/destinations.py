"""The two things of this room that one may be invited into: the site, and the organisation of a colleague."""

from collections.abc import Collection

from django.urls import reverse

from accounts.actions.belonging import confirm_membership
from accounts.invitation_permissions import check_vouches
from accounts.invitations import ORGANISATION, SITE, Destination, register_destination
from accounts.models import Invitation, Organisation, User
from accounts.refusals import Refused


def _name_site(targets: Collection[int]) -> dict[int, str]:
    return {target: "伴走" for target in targets if target == 0}


def _check_can_invite_to_site(by: User, target_id: int) -> None:
    check_vouches(by)


def _name_organisations(targets: Collection[int]) -> dict[int, str]:
    return {organisation.pk: organisation.name for organisation in Organisation.objects.filter(pk__in=targets)}


def _check_can_invite_colleague(by: User, target_id: int) -> None:
    if not by.is_supporter:
        raise Refused("同僚の方を招待できるのは、所属を確認した支援者の方です。")


def _belong(user: User, invitation: Invitation) -> None:
    """The word of a colleague, or the list of the organisation, proves belonging. A colleague who has left vouches for nobody."""
    organisation = Organisation.objects.get(pk=invitation.target_id)
    inviter = invitation.invited_by
    if not invitation.is_from_list and not (inviter.is_supporter and inviter.organisation == organisation):
        raise Refused("招待した方が、いまはこの支援機関に所属していません。ほかの同僚の方に、招待してもらってください。")
    membership = user.membership
    if membership is None or membership.organisation_id != organisation.pk or membership.confirmed_at is None:
        confirm_membership(
            user=user, organisation=organisation, by=inviter, proof="list" if invitation.is_from_list else "colleague"
        )


def connect() -> None:
    """Registers the destinations of this room."""
    register_destination(
        Destination(
            kind=SITE,
            named=_name_site,
            is_visible_to=lambda user, target_id: target_id == 0,
            check_can_invite=_check_can_invite_to_site,
            arrive=lambda user, invitation: None,
            landing=lambda target_id: reverse("accounts:me"),
        )
    )
    register_destination(
        Destination(
            kind=ORGANISATION,
            named=_name_organisations,
            is_visible_to=lambda user, target_id: user.organisation is not None and user.organisation.pk == target_id,
            check_can_invite=_check_can_invite_colleague,
            arrive=_belong,
            landing=lambda target_id: reverse("accounts:me"),
            meaning="参加すると、この支援機関に所属する方として確認されます。事例を書き、支援者どうしの広場に参加できるようになります。",
            caution="同じ支援機関の方だけを招待してください。参加した方は、あなたの確認によって、この支援機関の支援者になります。だれの招待かは、記録に残ります。",
        )
    )
