"""The tests' own mail server does what its answers say; the outbox's tests lean on it."""

import smtplib

import pytest
from django.core.mail import EmailMessage, mailers

from tests.notifications.mail_server import Answer


def send(recipient="a@example.jp"):
    EmailMessage("件名：ようこそ", "本文", "伴走 <no-reply@example.jp>", [recipient]).send(using="outgoing")


def test_it_takes_a_mail_as_it_went_over_the_wire(mail_server):
    send()

    (mail,) = mail_server.mails
    assert mail["Subject"] == "件名：ようこそ"
    assert mail_server.envelopes == [("no-reply@example.jp", ["a@example.jp"])]


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (Answer.REFUSE, ConnectionRefusedError),
        (Answer.HANG, (TimeoutError, smtplib.SMTPServerDisconnected)),
        (Answer.LATER, smtplib.SMTPDataError),
        (Answer.NEVER, smtplib.SMTPDataError),
    ],
)
def test_while_it_does_not_take_mails_none_arrives_and_afterwards_they_do(mail_server, answer, error):
    mail_server.answer = answer

    with pytest.raises(error):
        send()
    mail_server.answer = Answer.OK
    send("b@example.jp")

    assert mail_server.recipients == ["b@example.jp"]


def test_it_refuses_whom_it_does_not_know(mail_server):
    mail_server.unknown.add("gone@example.jp")

    with pytest.raises(smtplib.SMTPRecipientsRefused):
        send("gone@example.jp")


def test_several_mails_may_go_over_one_connection(mail_server):
    with mailers["outgoing"] as connection:
        for _ in range(3):
            connection.send_messages([EmailMessage("件名", "本文", "no-reply@example.jp", ["a@example.jp"])])

    assert (len(mail_server.mails), mail_server.connections) == (3, 1)
