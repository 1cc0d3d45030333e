"""The Message-ID of our mails: the row's number, so that a mail sent twice is recognisable, behind a signature, so that nobody makes up returns."""

import re

from django.conf import settings
from django.core.signing import Signer
from django.utils.crypto import constant_time_compare

_OURS = re.compile(r"<?([0-9A-Za-z_-]{16})\.outgoing-(\d{1,18})@")


def message_id_of(number: int) -> str:
    """The Message-ID of the mail of this row."""
    host = settings.BASE_URL.split("//", 1)[-1].split(":", 1)[0]
    return f"<{_signature(number)}.outgoing-{number}@{host}>"


def number_in(message_id: str) -> int | None:
    """The row's number; None where the Message-ID is not one of ours."""
    found = _OURS.match(message_id.strip())
    if found and constant_time_compare(found[1], _signature(int(found[2]))):
        return int(found[2])
    return None


def _signature(number: int) -> str:
    return Signer(salt="notifications.message-id").signature(str(number))[:16]
