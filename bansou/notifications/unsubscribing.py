"""The way out of our mails without signing in: a signed link for each person, and the headers by which mail programs press it for him.

The link lives as long as the address is the person's, also through a change of password: a mail of last year must still be stoppable, and
nothing but the choice of mails can be seen or changed by it. Nothing is stored; with the address or the account the link ends.
"""

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from accounts.models import User
from bansou.notifications.events import Event, Mail, teller_of

#: What a person stops instead of an event: the digest.
DIGEST = "digest"


def link_for(person: User) -> str:
    """The whole address of the page of choices that opens without signing in."""
    return settings.BASE_URL + reverse("notifications:choices_by_link", args=[token_of(person)])


def headers_for(person: User, what: str) -> dict[str, str]:
    """The headers of RFC 8058 for a mail of `what` (the name of an event, or DIGEST); none where that cannot be stopped.

    They count only under a DKIM signature that covers them: see README, "Sending mail".
    """
    if not can_be_stopped(what):
        return {}
    address = settings.BASE_URL + reverse("notifications:stop", args=[token_of(person), what])
    return {"List-Unsubscribe": f"<{address}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def end_for(person: User) -> str:
    """The last lines of a mail of notices. They are added when it leaves: the row that staff see has no link of the person."""
    return f"受け取るメールを選ぶ、止める（ログインは要りません）：\n{link_for(person)}\n"


def can_be_stopped(what: str) -> bool:
    """Whether a person may go without the mails of `what`. False for what no room tells."""
    if what == DIGEST:
        return True
    try:
        event = teller_of(what).event
    except KeyError:
        return False
    return len(event.choices) > 1 and quietest(event) != Mail.AT_ONCE


def quietest(event: Event) -> Mail:
    """The quietest way that a person may choose for the event."""
    return Mail.quieter(*event.choices)


def token_of(person: User) -> str:
    """The person's number and a signature over it and his address."""
    return f"{person.pk}{_signer().sep}{_signer().signature(_signed_words(person))}"


def person_of_token(token: str) -> User | None:
    """Whose link it is; None where it is forged, or the address is no longer his, or he has left."""
    number, _, signature = token.partition(_signer().sep)
    if not (number.isascii() and number.isdecimal() and len(number) < 19):
        return None
    person = User.objects.filter(pk=int(number), is_active=True).first()
    if person is None:
        return None
    try:
        _signer().unsign(f"{_signed_words(person)}{_signer().sep}{signature}")
    except BadSignature:
        return None
    return person


def _signed_words(person: User) -> str:
    return f"{person.pk} {person.email}"


def _signer() -> Signer:
    return Signer(salt="notifications.mails", sep=".")
