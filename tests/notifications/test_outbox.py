"""Every mail is a row first; what fails comes back; nothing is lost with a rolled-back act."""

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives, send_mail
from django.db import transaction

from bansou.notifications import actions
from bansou.notifications.actions import RETRY_MINUTES, deliver_mail, put_into_outbox, send_letter
from bansou.notifications.models import OutgoingMail

pytestmark = pytest.mark.django_db


@pytest.fixture
def lost_connection(monkeypatch):
    def fail(*_, **__):
        raise ConnectionRefusedError("no mail server")

    monkeypatch.setattr(EmailMultiAlternatives, "send", fail)


def test_a_mail_of_django_takes_the_way_through_the_outbox(settings):
    # Django's test runner puts its own mailer first; here is ours again.
    settings.MAILERS = {
        "default": {"BACKEND": "bansou.notifications.backends.OutboxBackend"},
        "outgoing": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"},
    }

    send_mail("件名", "本文", None, ["a@example.jp", "b@example.jp"], html_message="<p>本文</p>")

    assert list(OutgoingMail.objects.order_by("pk").values_list("recipient", "html")) == [
        ("a@example.jp", "<p>本文</p>"),
        ("b@example.jp", "<p>本文</p>"),
    ]
    assert [letter.to for letter in mail.outbox] == [["a@example.jp"], ["b@example.jp"]]
    assert mail.outbox[0].alternatives[0].content == "<p>本文</p>"


def test_a_mail_says_that_a_machine_wrote_it_and_which_row_it_is():
    row = put_into_outbox(recipient="a@example.jp", subject="件名\r\nBcc: x@example.jp", text="本文")

    headers = mail.outbox[0].extra_headers
    assert headers["Auto-Submitted"] == "auto-generated"
    assert f"outgoing-{row.pk}@" in headers["Message-ID"]
    assert mail.outbox[0].subject == "件名 Bcc: x@example.jp"


def test_a_rolled_back_act_leaves_no_mail():
    with transaction.atomic():
        put_into_outbox(recipient="a@example.jp", subject="件名", text="本文")
        transaction.set_rollback(True)

    assert not OutgoingMail.objects.exists()


def test_nobody_inactive_gets_a_letter(member):
    member.is_active = False

    assert send_letter(to=member, template="case_published", context={}) is None
    assert not OutgoingMail.objects.exists()


def test_a_failed_mail_waits_longer_each_time_and_is_given_up_in_the_end(lost_connection):
    row = OutgoingMail.objects.create(recipient="a@example.jp", subject="件名", text="本文")

    waits = [deliver_mail(row.pk) for _ in range(len(RETRY_MINUTES) + 1)]

    row.refresh_from_db()
    assert [wait.total_seconds() / 60 for wait in waits[:-1]] == list(RETRY_MINUTES)
    assert waits[-1] is None
    assert row.given_up_at is not None
    assert "no mail server" in row.last_error
    assert deliver_mail(row.pk) is None


def test_a_sent_mail_is_not_sent_again():
    row = put_into_outbox(recipient="a@example.jp", subject="件名", text="本文")

    actions.deliver_mail(row.pk)

    assert len(mail.outbox) == 1
    assert str(row) == "件名 → a@example.jp"
