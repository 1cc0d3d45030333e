"""Reads reports of mail servers (RFC 3464) that one of our mails did not arrive."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage

from bansou.notifications.message_ids import number_in

#: The address or its host is unknown, or its mailbox is closed (RFC 3463). A full mailbox or a refused text says nothing of the address.
_NO_SUCH_ADDRESS = re.compile(r"5\.(1\.\d+|2\.1|4\.4)\b")
#: The status of servers that only know that it failed; then their own words decide.
_UNKNOWN = "5.0.0"


@dataclass(frozen=True)
class Return:
    """One mail that came back. `number` is its row; `is_final`: the address will not take the next one either."""

    number: int
    is_final: bool
    words: str


def returns_in(message: EmailMessage) -> Iterator[Return]:
    """The returns that a message in the mailbox reports: none where it is a letter of a person, a mere delay, or about a mail that is not ours."""
    number = _number_of_original(message)
    if number is None:
        return
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            # The first block is about the message, each other about one recipient; ours have one.
            for block in list(part.iter_parts()) if part.is_multipart() else []:
                if str(block.get("Action", "")).strip().lower() == "failed":
                    status, diagnosis = str(block.get("Status", "")).strip(), str(block.get("Diagnostic-Code", "")).strip()
                    told = diagnosis if status == _UNKNOWN else status
                    yield Return(number, bool(_NO_SUCH_ADDRESS.search(told)), " ".join(f"{status} {diagnosis}".split())[:255])


def _number_of_original(message: EmailMessage) -> int | None:
    """The row of the mail that is attached, whole or by its headers alone."""
    for part in message.walk():
        if part.get_content_type() == "message/rfc822":
            originals = [str(original.get("Message-ID", "")) for original in part.iter_parts()]
        elif part.get_content_type() == "text/rfc822-headers":
            text = part.get_content()
            found = re.search(r"^Message-ID:\s*(\S+)", text, re.IGNORECASE | re.MULTILINE)
            originals = [found[1]] if found else []
        else:
            continue
        for message_id in originals:
            if (number := number_in(message_id)) is not None:
                return number
    return None
