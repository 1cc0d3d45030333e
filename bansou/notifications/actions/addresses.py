"""Addresses that our mails do not reach, and what brings them back."""

from django.core import signing
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.rooms_above import check_limit
from bansou.notifications.actions.letters import send_letter
from bansou.notifications.models import MailPreferences, OutgoingMail
from bansou.notifications.returned_mail import Return

#: Seconds for which the link in the letter opens.
LINK_SECONDS = 3 * 86_400
_SALT = "notifications.address"


@transaction.atomic
def take_in_return(returned: Return) -> bool:
    """Note that a mail came back. Where the address will take none, its owner gets no mails of notices until it is confirmed. False: unknown mail."""
    mail = OutgoingMail.objects.filter(pk=returned.number).first()
    if mail is None:
        return False
    OutgoingMail.objects.filter(pk=mail.pk).update(returned_at=timezone.now(), last_error=returned.words)
    if returned.is_final:
        mark_undeliverable(mail.recipient)
    return True


def mark_undeliverable(address: str) -> None:
    """No mails of notices to whoever has this address now. Letters about his own account still go out: one of them may be the way back."""
    person = User.objects.filter(email__iexact=address).first() if address else None
    if person is not None:
        preferences, _ = MailPreferences.objects.get_or_create(person=person)
        if preferences.undeliverable_at is None:
            preferences.undeliverable_at = timezone.now()
            preferences.save(update_fields=["undeliverable_at"])


def mark_deliverable(person: User) -> None:
    """Mails reach the person again: he confirmed his address, or has another."""
    MailPreferences.objects.filter(person=person).update(undeliverable_at=None)


@transaction.atomic
def ask_for_address(*, by: User) -> None:
    """Send the person a letter with the link that says that his address works. Raises Refused where it was asked too often."""
    check_limit(by, "mail_address")
    send_letter(to=by, template="address_check", context={"token": link_token_of(by)})


def link_token_of(person: User) -> str:
    """What the link in the letter carries: whose address, and which."""
    return signing.dumps([person.pk, person.email], salt=_SALT)


def person_of_link(token: str) -> User | None:
    """Whose address the link confirms; None where it is forged or too old, or the address is not his any more."""
    try:
        number, address = signing.loads(token, salt=_SALT, max_age=LINK_SECONDS)
    except signing.BadSignature:
        return None
    return User.objects.filter(pk=number, email=address, is_active=True).first()
