"""allauth tells when somebody confirmed an address; one receiver, which calls an action."""

from contextlib import suppress
from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed

from accounts.actions import greet_address
from accounts.refusals import Refused


def connect() -> None:
    """Listen, once."""
    email_confirmed.connect(address_confirmed, dispatch_uid="accounts.address_confirmed")


def address_confirmed(email_address: EmailAddress, **kwargs: Any) -> None:
    """An address in an organisation's domain shows where somebody belongs. Confirming the address itself never fails for it."""
    with suppress(Refused):
        greet_address(user=email_address.user, address=email_address.email)
