"""Mails that come back: what a report of another server says of an address, and how the person gets his mails again."""

import io
import mailbox
import re
from email import message_from_string, policy

import pytest
from allauth.account.signals import email_changed
from django.core import mail
from django.core.management import CommandError, call_command

from accounts.models import User
from bansou.notifications.actions import RETRY_MINUTES, put_into_outbox, send_waiting, take_in_return
from bansou.notifications.management.commands import read_bounces
from bansou.notifications.message_ids import message_id_of, number_in
from bansou.notifications.models import MailPreferences, OutgoingMail
from bansou.notifications.returned_mail import Return, returns_in
from tests.notifications.test_outbox import let_time_pass

pytestmark = pytest.mark.django_db

REPORT = """\
From: MAILER-DAEMON@mail.example (Mail Delivery System)
To: no-reply@localhost
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="XX"

--XX
Content-Type: text/plain; charset=utf-8

This is the mail system. I'm sorry to have to inform you that your message could not be delivered.

--XX
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example
Arrival-Date: Mon, 23 Nov 2026 09:00:00 +0900 (JST)

Final-Recipient: rfc822; ren@example.jp
Original-Recipient: rfc822;ren@example.jp
Action: {action}
Status: {status}
Remote-MTA: dns; mx.example.jp
Diagnostic-Code: smtp; {diagnosis}

--XX
{original}
--XX--
"""
WHOLE = "Content-Type: message/rfc822\n\nFrom: no-reply@localhost\nMessage-ID: {id}\nSubject: x\n\n本文\n"
HEADERS = "Content-Type: text/rfc822-headers\n\nFrom: no-reply@localhost\nMessage-Id: {id}\nSubject: x\n"


def report(number, *, action="failed", status="5.1.1", diagnosis="550 5.1.1 User unknown", original=WHOLE, message_id=""):
    return REPORT.format(
        action=action, status=status, diagnosis=diagnosis, original=original.format(id=message_id or message_id_of(number))
    )


def returns(text: str) -> list[Return]:
    return list(returns_in(message_from_string(text, policy=policy.default)))


@pytest.fixture
def sent(member) -> OutgoingMail:
    return put_into_outbox(recipient=member.email, subject="件名", text="本文")


@pytest.fixture
def unreachable(member) -> User:
    number = put_into_outbox(recipient=member.email, subject="件名", text="本文").pk
    take_in_return(Return(number, is_final=True, words="5.1.1"))
    mail.outbox.clear()
    return member


def is_stopped(person: User) -> bool:
    return MailPreferences.objects.filter(person=person, undeliverable_at__isnull=False).exists()


@pytest.mark.parametrize("original", [WHOLE, HEADERS])
@pytest.mark.parametrize(
    ("status", "diagnosis", "is_final"),
    [
        ("5.1.1", "550 5.1.1 User unknown", True),
        ("5.4.4", "Host or domain name not found", True),
        ("5.2.1", "550 mailbox disabled", True),
        ("5.0.0", "550 5.1.10 RESOLVER.ADR.RecipientNotFound", True),
        ("5.2.2", "552 5.2.2 mailbox full", False),
        ("5.7.1", "550 5.7.1 message refused by policy", False),
        ("5.0.0", "550 we do not like this", False),
        ("4.4.7", "delivery time expired", False),
    ],
)
def test_a_report_says_whether_the_address_takes_mail_at_all(original, status, diagnosis, is_final):
    (returned,) = returns(report(7, status=status, diagnosis=diagnosis, original=original))

    assert (returned.number, returned.is_final) == (7, is_final)
    assert status in returned.words


@pytest.mark.parametrize(
    "text",
    [
        report(7, action="delayed"),
        report(7, message_id="<outgoing-7@testserver>"),
        report(7, message_id=message_id_of(8).replace("outgoing-8@", "outgoing-7@")),
        "From: ren@example.jp\nSubject: Re: x\nContent-Type: text/plain\n\nありがとうございます。\n",
        "",
    ],
    ids=["a delay", "a made-up return", "another mail's signature", "a letter", "nothing"],
)
def test_what_is_no_return_of_ours_changes_nothing(text):
    assert returns(text) == []


def test_our_message_id_is_read_back_also_where_the_host_has_another_name_by_now(settings):
    message_id = message_id_of(12)
    settings.BASE_URL = "https://new.example.jp"

    assert number_in(message_id) == 12
    assert "outgoing-12@" in message_id


def test_an_address_that_takes_no_mail_gets_none_of_notices_and_its_owner_sees_it_on_his_page(
    sent, member, client_of, monkeypatch
):
    monkeypatch.setattr(read_bounces.sys, "stdin", io.TextIOWrapper(io.BytesIO(report(sent.pk).encode())))
    call_command("read_bounces")

    sent.refresh_from_db()
    assert sent.returned_at
    assert is_stopped(member)
    assert "メールが届いていません" in client_of(member).get("/me/").content.decode()


def test_a_full_mailbox_stops_no_mails(sent, member):
    take_in_return(Return(sent.pk, is_final=False, words="5.2.2"))

    assert not is_stopped(member)


def test_the_return_of_a_mail_to_an_older_address_says_nothing_of_the_new_one(sent, member):
    User.objects.filter(pk=member.pk).update(email="new@example.jp")

    take_in_return(Return(sent.pk, is_final=True, words="5.1.1"))

    assert not is_stopped(member)


def test_the_return_of_a_mail_that_is_gone_is_passed_over():
    assert take_in_return(Return(999_999, is_final=True, words="5.1.1")) is False


def test_a_maildir_is_read_once(sent, member, tmp_path, capsys):
    box = mailbox.Maildir(tmp_path / "box")
    box.add(report(sent.pk).encode())
    box.add("From: x@example.jp\nSubject: hello\n\nhello\n")

    for _ in range(2):
        call_command("read_bounces", maildir=tmp_path / "box")

    assert capsys.readouterr().out.splitlines() == ["2 messages, 1 returns of our mails", "0 messages, 0 returns of our mails"]
    assert is_stopped(member)
    with pytest.raises(CommandError, match="not a Maildir"):
        call_command("read_bounces", maildir=tmp_path)


def test_an_address_that_the_server_refuses_to_the_end_counts_as_returned(mail_server, member):
    mail_server.unknown = {member.email}
    put_into_outbox(recipient=member.email, subject="件名", text="本文")

    for _ in RETRY_MINUTES:
        assert not is_stopped(member)
        let_time_pass()
        send_waiting()

    assert is_stopped(member)


def test_the_link_of_a_letter_brings_the_mails_back_and_opening_it_alone_changes_nothing(unreachable, client_of, client):
    page = client_of(unreachable).post("/me/mail-address/", follow=True).content.decode()
    link = re.search(r"http://testserver(/me/mail-address/\S+)", mail.outbox[0].body)[1]

    assert "確認のメールを送りました" in page
    assert client.get(link).status_code == 200
    assert is_stopped(unreachable)
    assert "確認しました" in client.post(link).content.decode()
    assert not is_stopped(unreachable)
    assert "メールが届いていません" not in client_of(unreachable).get("/me/").content.decode()


def test_a_link_to_an_older_address_and_a_forged_one_open_nothing(unreachable, client_of, client):
    client_of(unreachable).post("/me/mail-address/")
    link = re.search(r"http://testserver(/me/mail-address/\S+)", mail.outbox[0].body)[1]
    User.objects.filter(pk=unreachable.pk).update(email="new@example.jp")

    assert client.post(link).status_code == 404
    assert client.post("/me/mail-address/forged/").status_code == 404
    assert is_stopped(unreachable)


def test_the_letter_is_asked_for_five_times_a_day_at_most(unreachable, client_of):
    for _ in range(6):
        client_of(unreachable).post("/me/mail-address/")

    assert len(mail.outbox) == 5


def test_a_new_address_gets_mails_again(unreachable):
    email_changed.send(sender=User, request=None, user=unreachable, from_email_address=None, to_email_address=None)

    assert not is_stopped(unreachable)
