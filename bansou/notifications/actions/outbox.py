"""Puts mails into the outbox, and sends what waits there.

A worker takes one mail in hand (a short transaction), writes its words, speaks with the mail server in no transaction at all, and marks the
mail as sent in one statement right after the server's answer. Whoever tells of something meanwhile waits for none of it.
"""

import datetime
import logging
import time
from contextlib import suppress
from smtplib import SMTPRecipientsRefused
from typing import Any, Self

from django.conf import settings
from django.core.cache import cache
from django.core.mail import mailers
from django.db import transaction
from django.utils import timezone

from bansou.notifications.letter_html import html_of
from bansou.notifications.mail_message import MailMessage
from bansou.notifications.models import OutgoingMail
from bansou.notifications.models.outgoing_mail import OutgoingMailQuerySet
from bansou.notifications.unsubscribing import end_for, headers_for

logger = logging.getLogger(__name__)

#: Minutes to wait before each further try, four and a half days in all; after the last one the mail is given up and staff see it.
RETRY_MINUTES = (1, 5, 30, 120, 720, 1440, 1440, 1440, 1440)
#: How long a mail is in a worker's hand: longer than a server can take that hangs at each step of one mail.
CLAIM = datetime.timedelta(minutes=5)
#: Seconds that one run sends for; then the worker's other work has its turn.
RUN_SECONDS = 20
#: Mails over one connection: most servers allow a hundred.
MAILS_A_CONNECTION = 50
#: Mails that fail one after the other before the server counts as away, and the seconds for which it is then left alone.
PATIENCE, PAUSE_SECONDS = 3, 30
_SERVER_IS_AWAY = "notifications:mail-server-away"


@transaction.atomic
def put_into_outbox(*, recipient: str, subject: str, text: str, html: str = "", sender: str = "") -> OutgoingMail:
    """Write a mail and wake the worker, both in the caller's transaction."""
    mail = OutgoingMail.objects.create(
        recipient=recipient, subject=" ".join(subject.split())[:255], text=text, html=html, sender=sender
    )
    wake_outbox()
    return mail


def wake_outbox() -> None:
    """Ask the worker to look at the outbox, once for however many mails were put in. The rows are the truth: a call too many costs a query."""
    from bansou.notifications.tasks import send_waiting_mails

    send_waiting_mails.enqueue()


def send_waiting(*, seconds: float = RUN_SECONDS) -> bool:
    """Send what is due, one mail after the other, letters first. Returns whether more may be due than there was time for.

    Where the server takes nothing, it is left alone for a while, so that a hanging server does not hold up the worker's other work.
    """
    if cache.get(_SERVER_IS_AWAY):
        return False
    until, failures = time.monotonic() + seconds, 0
    with _Post() as post:
        while time.monotonic() < until:
            due = OutgoingMail.objects.due()
            mail = _claim(due.letters()) or _claim(due)
            if mail is None:
                return False
            failures = 0 if _deliver(mail, post) else failures + 1
            if failures == PATIENCE:
                cache.set(_SERVER_IS_AWAY, True, PAUSE_SECONDS)
                return False
    return True


def deliver_mail(mail_id: int) -> None:
    """Send this one mail now, if it is due and no worker has it in hand."""
    mail = _claim(OutgoingMail.objects.due().filter(pk=mail_id))
    if mail is not None:
        with _Post() as post:
            _deliver(mail, post)


class _Post:
    """The way to the mail server: one connection for several mails, and a new one after a failure."""

    def __init__(self) -> None:
        self._mailer: Any = None
        self._sent = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def send(self, message: MailMessage) -> None:
        """Hand the message over. OSError (SMTP's errors are such) where the server does not take it."""
        if self._sent == MAILS_A_CONNECTION:
            self._close()
        try:
            if self._mailer is None:
                self._mailer = mailers["outgoing"]
                self._mailer.open()
            self._mailer.send_messages([message])
        except Exception:
            self._close()
            raise
        self._sent += 1

    def _close(self) -> None:
        mailer, self._mailer, self._sent = self._mailer, None, 0
        if mailer is not None:
            with suppress(OSError):  # a server that hung up already
                mailer.close()


@transaction.atomic
def _claim(due: OutgoingMailQuerySet) -> OutgoingMail | None:
    """Take the first of them in hand. From here on it counts as tried: no notice joins it, and one that kills its worker is given up in the end."""
    mail = due.select_for_update(skip_locked=True).first()
    if mail is not None:
        mail.attempts += 1
        mail.claimed_until = timezone.now() + CLAIM
        mail.save(update_fields=["attempts", "claimed_until"])
    return mail


def _deliver(mail: OutgoingMail, post: _Post) -> bool:
    """Write and send a mail that is in our hand. False where the server does not take mails; a broken or refused mail says nothing of it."""
    if mail.attempts > len(RETRY_MINUTES) + 1:
        _put_off(mail, RuntimeError("whoever had it in hand never came back"))
        return True
    try:
        message = _written(mail)
    except Exception as error:
        # A fault of ours in one mail must not stop all others.
        logger.exception("Mail %s cannot be written", mail.pk)
        _put_off(mail, error)
        return True
    if message is None:
        return True
    try:
        post.send(message)
    except (OSError, ValueError) as error:  # SMTP's errors and lost connections; addresses that are none
        _put_off(mail, error)
        return isinstance(error, SMTPRecipientsRefused | ValueError)
    # One statement, at once: whatever kills us before it makes the mail go out twice.
    OutgoingMail.objects.filter(pk=mail.pk).update(sent_at=timezone.now(), claimed_until=None)
    return True


@transaction.atomic
def _written(mail: OutgoingMail) -> MailMessage | None:
    """The message, its words stored in the row; None where nothing in it is worth telling any more."""
    from bansou.notifications.actions.telling import write_mail_of_notices

    if mail.person_id is not None:
        if not write_mail_of_notices(mail):
            mail.dropped_at, mail.claimed_until = timezone.now(), None
            mail.save(update_fields=["dropped_at", "claimed_until"])
            return None
        mail.save(force_update=True)
    return _message(mail)


def _put_off(mail: OutgoingMail, error: Exception) -> None:
    """Let the mail come back later, or give it up after the last time."""
    now = timezone.now()
    last_error = f"{type(error).__name__}: {error}"[:255]
    if mail.attempts > len(RETRY_MINUTES):
        OutgoingMail.objects.filter(pk=mail.pk).update(last_error=last_error, claimed_until=None, given_up_at=now)
    else:
        due_at = now + datetime.timedelta(minutes=RETRY_MINUTES[mail.attempts - 1])
        OutgoingMail.objects.filter(pk=mail.pk).update(last_error=last_error, claimed_until=None, due_at=due_at)


def _message(mail: OutgoingMail) -> MailMessage:
    text, headers = mail.text, {"Auto-Submitted": "auto-generated"}
    if mail.person is not None:
        text += end_for(mail.person)
        headers |= headers_for(mail.person, mail.stops)
    host = settings.BASE_URL.split("//", 1)[-1].split(":", 1)[0]
    message = MailMessage(
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
