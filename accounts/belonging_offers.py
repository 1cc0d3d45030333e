"""Where a person's own confirmed addresses show that he belongs: offered on his page, one press each."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress

from accounts.models import Organisation, User
from accounts.public_bodies import public_body_of


@dataclass(frozen=True)
class Offer:
    """An address, and the organisation for which its domain speaks."""

    address: str
    organisation: str


def offers_for(user: User) -> list[Offer]:
    """One for each organisation to which he does not belong yet. Two queries for each confirmed address; people have one or two."""
    addresses = EmailAddress.objects.filter(user=user, verified=True).order_by("-primary", "pk").values_list("email", flat=True)
    offers: dict[str, Offer] = {}
    for address in addresses:
        organisation = Organisation.objects.of_address(address) or public_body_of(address)
        if organisation is None or _belongs(user, organisation.name):
            continue
        offers.setdefault(organisation.name, Offer(address, organisation.name))
    return list(offers.values())


def _belongs(user: User, name: str) -> bool:
    membership = user.membership
    return membership is not None and membership.confirmed_at is not None and membership.organisation.name == name
