"""Letters: what one person must know about his own things at once, with its words when it is written."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from accounts.models import User
from bansou.notifications.actions.outbox import put_into_outbox
from bansou.notifications.letter_html import html_of
from bansou.notifications.models import OutgoingMail


def send_letter(*, to: User, template: str, context: dict[str, Any]) -> OutgoingMail | None:
    """Write one of our letters to a person; it leaves when the surrounding transaction is committed.

    `template` names a file of templates/notifications/letters/ whose first line is the subject. Nobody inactive gets mail.
    """
    if not to.is_active:
        return None
    return send_letter_to_address(to.email, template=template, context={"to": to, **context})


def send_letter_to_address(address: str, *, template: str, context: dict[str, Any]) -> OutgoingMail:
    """The same to an address of which we do not know whose it is."""
    subject, text = rendered(template, context)
    return put_into_outbox(recipient=address, subject=subject, text=text)


def send_past_outbox(address: str, *, template: str, context: dict[str, Any]) -> None:
    """Send a letter here and now, in no transaction: to tell that the outbox itself does not work. Raises OSError where it does not leave."""
    subject, text = rendered(template, context)
    message = EmailMultiAlternatives(subject, text, to=[address], headers={"Auto-Submitted": "auto-generated"})
    message.attach_alternative(html_of(subject=subject, text=text), "text/html")
    message.send(using="outgoing")


def rendered(template: str, context: dict[str, Any]) -> tuple[str, str]:
    """Subject and text of a letter."""
    words = render_to_string(
        f"notifications/letters/{template}.txt",
        {"site_name": settings.WAGTAIL_SITE_NAME, "base_url": settings.BASE_URL, **context},
    )
    subject, _, text = words.strip().partition("\n")
    return subject.strip(), text.strip() + "\n"
