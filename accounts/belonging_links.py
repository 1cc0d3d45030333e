"""The link of the yearly letter. Nothing is stored: it names the membership and its term, and dies with the term's change."""

import datetime

from django.core import signing

from accounts.models import Membership

_SALT = "accounts.belonging"
_OPEN = datetime.timedelta(days=60)


def token_of(membership: Membership) -> str:
    """The token by which this belonging is confirmed for one more year."""
    return signing.dumps([membership.pk, str(membership.confirmed_until)], salt=_SALT)


def membership_of(token: str) -> Membership | None:
    """The living membership that the token confirms, with its person and organisation; None where it is forged, old, used or over."""
    try:
        pk, until = signing.loads(token, salt=_SALT, max_age=_OPEN)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    rows = Membership.objects.confirmed().filter(pk=pk, confirmed_until=until)
    return rows.select_related("user", "organisation").first()
