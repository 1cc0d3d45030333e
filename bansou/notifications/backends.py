"""Django's default mailer here: it writes into the outbox, so that allauth's and Wagtail's mails take the same way as ours."""

from collections.abc import Sequence
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from bansou.notifications.actions import put_into_outbox


class OutboxBackend(BaseEmailBackend):
    """Each recipient gets a row of his own."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write the messages; returns how many."""
        for message in email_messages:
            html = _html(message)
            for recipient in message.recipients():
                put_into_outbox(
                    recipient=recipient,
                    subject=str(message.subject),
                    text=str(message.body),
                    html=html,
                    sender=message.from_email,
                )
        return len(email_messages)


def _html(message: EmailMessage) -> str:
    alternatives: Sequence[Any] = getattr(message, "alternatives", ())
    return next((str(alternative.content) for alternative in alternatives if alternative.mimetype == "text/html"), "")
