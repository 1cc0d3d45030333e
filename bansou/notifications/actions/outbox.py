"""Puts mails into the outbox, and sends what waits there."""

import datetime

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.utils import timezone

from bansou.notifications.letter_html import html_of
from bansou.notifications.models import OutgoingMail
from bansou.notifications.unsubscribing import end_for, headers_for

#: Minutes to wait before each further try; after the last one the mail is given up and staff see it.
RETRY_MINUTES = (1, 5, 30, 120, 720, 1440)


@transaction.atomic
def put_into_outbox(*, recipient: str, subject: str, text: str, html: str = "", sender: str = "") -> OutgoingMail:
    """Write a mail and ask the worker to send it, both in the caller's transaction."""
    from bansou.notifications.tasks import deliver

    mail = OutgoingMail.objects.create(
        recipient=recipient, subject=" ".join(subject.split())[:255], text=text, html=html, sender=sender
    )
    deliver.enqueue(mail.pk)
    return mail


def deliver_mail(mail_id: int) -> datetime.timedelta | None:
    """Try to send one mail. Returns how long to wait before the next try, or None where it is sent, given up, needless or gone."""
    from bansou.notifications.actions.telling import write_mail_of_notices

    with transaction.atomic():
        mail = OutgoingMail.objects.select_for_update(skip_locked=True).due().filter(pk=mail_id).first()
        if mail is None:
            return None
        if mail.person_id is not None and not write_mail_of_notices(mail):
            mail.dropped_at = timezone.now()
            mail.save(update_fields=["dropped_at"])
            return None
        mail.attempts += 1
        try:
            _message(mail).send(using="outgoing")
        except OSError as error:  # SMTP errors and lost connections alike
            mail.last_error = f"{type(error).__name__}: {error}"[:255]
            wait = _wait_after(mail.attempts)
            if wait is None:
                mail.given_up_at = timezone.now()
            mail.save(update_fields=["attempts", "last_error", "given_up_at"])
            return wait
        mail.sent_at = timezone.now()
        mail.save(update_fields=["recipient", "subject", "text", "stops", "attempts", "sent_at"])
        return None


def _wait_after(attempts: int) -> datetime.timedelta | None:
    if attempts > len(RETRY_MINUTES):
        return None
    return datetime.timedelta(minutes=RETRY_MINUTES[attempts - 1])


def _message(mail: OutgoingMail) -> EmailMultiAlternatives:
    text, headers = mail.text, {"Auto-Submitted": "auto-generated"}
    if mail.person is not None:
        text += end_for(mail.person)
        headers |= headers_for(mail.person, mail.stops)
    host = settings.BASE_URL.split("//", 1)[-1].split(":", 1)[0]
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=text,
        from_email=mail.sender or settings.DEFAULT_FROM_EMAIL,
        to=[mail.recipient],
        # The row's number makes a mail sent twice recognisable.
        headers=headers | {"Message-ID": f"<outgoing-{mail.pk}@{host}>"},
    )
    # Made here and not stored: the row keeps the text, and whoever asks for a mail does not wait for its looks.
    message.attach_alternative(mail.html or html_of(subject=mail.subject, text=text), "text/html")
    return message
