"""A mail in the form in which any relay and any mail program takes it: Python's own form is too modern for some, and wrong for one header."""

import email.policy
from email.headerregistry import BaseHeader, HeaderRegistry, UnstructuredHeader
from typing import Any

from django.core.mail import EmailMultiAlternatives

#: Bytes of a line with encoded words (RFC 2047, 2); Python's own 78 is that of plain lines.
_LINE = 76


class _Verbatim(UnstructuredHeader, BaseHeader):
    """A header that programs read: however long it is, it is neither encoded nor broken. Python writes a long address as encoded words."""

    def fold(self, *, policy: Any) -> str:
        """The one line."""
        return f"{self.name}: {self}{policy.linesep}"


_headers = HeaderRegistry()
for _name in ("list-unsubscribe", "list-unsubscribe-post", "message-id"):
    _headers.map_to_type(_name, _Verbatim)


class MailMessage(EmailMultiAlternatives):
    """A mail of ours. Its bytes are ASCII: the text is base64, so that no relay without 8BITMIME breaks Japanese."""

    def message(self, *, policy: Any = email.policy.default) -> Any:
        """As Django makes it, by our rules for lines, parts and headers."""
        return super().message(policy=policy.clone(max_line_length=_LINE, cte_type="7bit", header_factory=_headers))
