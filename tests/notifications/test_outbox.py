"""Every mail is a row first; what fails comes back; nothing is lost with a rolled-back act, with a worker, or with a mail server."""

import datetime

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone

from bansou.notifications.actions import (
    RETRY_MINUTES,
    deliver_mail,
    outbox,
    put_into_outbox,
    send_letter,
    send_waiting,
)
from bansou.notifications.models import OutgoingMail
from tests.notifications.mail_server import Answer

pytestmark = pytest.mark.django_db


def waiting_mails(count: int) -> list[OutgoingMail]:
    """Letters in the outbox of which no worker has heard."""
    rows = [OutgoingMail(recipient=f"person-{number}@example.jp", subject="件名", text="本文") for number in range(count)]
    return OutgoingMail.objects.bulk_create(rows)


def let_time_pass() -> None:
    """As if the longest wait were over, and every worker that died had lost what it had in hand."""
    past = timezone.now() - datetime.timedelta(seconds=1)
    OutgoingMail.objects.waiting().update(due_at=past)
    OutgoingMail.objects.exclude(claimed_until=None).update(claimed_until=past)
    outbox.cache.clear()


def test_a_mail_of_django_takes_the_way_through_the_outbox(mail_server):
    send_mail("件名", "本文", None, ["a@example.jp", "b@example.jp"], html_message="<p>本文</p>")

    assert list(OutgoingMail.objects.order_by("pk").values_list("recipient", "html")) == [
        ("a@example.jp", "<p>本文</p>"),
        ("b@example.jp", "<p>本文</p>"),
    ]
    assert mail_server.recipients == ["a@example.jp", "b@example.jp"]
    assert mail_server.mails[0].get_body("html").get_content().strip() == "<p>本文</p>"


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


def test_a_failed_mail_waits_longer_each_time_and_is_given_up_in_the_end(mail_server):
    mail_server.answer = Answer.REFUSE
    (row,) = waiting_mails(1)
    waits = []

    for _ in range(len(RETRY_MINUTES) + 1):
        let_time_pass()
        tried_at = timezone.now()
        send_waiting()
        row.refresh_from_db()
        waits.append(round((row.due_at - tried_at).total_seconds() / 60))
    let_time_pass()
    send_waiting()

    assert waits[:-1] == list(RETRY_MINUTES)
    assert sum(RETRY_MINUTES) > datetime.timedelta(days=4).total_seconds() / 60
    assert list(OutgoingMail.objects.dead()) == [row]
    assert row.last_error.startswith("ConnectionRefusedError")


def test_a_sent_mail_is_not_sent_again():
    row = put_into_outbox(recipient="a@example.jp", subject="件名", text="本文")

    deliver_mail(row.pk)
    let_time_pass()
    send_waiting()

    assert len(mail.outbox) == 1
    assert str(row) == "件名 → a@example.jp"


def test_one_run_sends_all_over_a_few_connections(mail_server, monkeypatch):
    monkeypatch.setattr(outbox, "MAILS_A_CONNECTION", 4)
    waiting_mails(10)

    assert send_waiting() is False

    assert len(set(mail_server.recipients)) == len(mail_server.mails) == 10
    assert mail_server.connections == 3


def test_a_run_ends_after_its_time_and_says_that_more_waits(mail_server):
    waiting_mails(2)

    assert send_waiting(seconds=0) is True
    assert send_waiting() is False
    assert len(mail_server.mails) == 2


def test_letters_leave_before_what_many_are_told(mail_server, member, monkeypatch):
    monkeypatch.setattr("bansou.notifications.actions.telling.write_mail_of_notices", written_for("notice@example.jp"))
    OutgoingMail.objects.create(person=member, thread="topic:1", due_at=timezone.now() - datetime.timedelta(hours=1))
    waiting_mails(1)

    send_waiting()

    assert mail_server.recipients == ["person-0@example.jp", "notice@example.jp"]


def written_for(address):
    def write(row):
        row.recipient, row.subject, row.text = address, "件名", "本文"
        return True

    return write


def test_a_mail_in_a_workers_hand_is_nobody_elses_until_the_worker_is_given_up(mail_server):
    (row,) = waiting_mails(1)
    outbox._claim(OutgoingMail.objects.due())  # and then the worker dies

    send_waiting()
    deliver_mail(row.pk)
    assert not mail_server.mails
    OutgoingMail.objects.update(claimed_until=timezone.now() - datetime.timedelta(seconds=1))
    send_waiting()

    assert mail_server.recipients == [row.recipient]


def test_a_mail_that_ends_every_worker_is_given_up(mail_server):
    (row,) = waiting_mails(1)
    for _ in range(len(RETRY_MINUTES) + 1):
        assert outbox._claim(OutgoingMail.objects.due())
        let_time_pass()

    send_waiting()

    assert not mail_server.mails
    assert OutgoingMail.objects.dead().get() == row


def test_what_is_told_while_a_mail_is_on_its_way_goes_with_the_next_one(member):
    row = OutgoingMail.objects.create(person=member, thread="topic:1")
    outbox._claim(OutgoingMail.objects.due())

    later = OutgoingMail.objects.bulk_create([OutgoingMail(person=member, thread="topic:1")], ignore_conflicts=True)

    assert len(later) == 1
    assert OutgoingMail.objects.waiting().filter(attempts=0, person=member).exclude(pk=row.pk).count() == 1


@pytest.mark.parametrize("answer", [Answer.REFUSE, Answer.HANG, Answer.LATER, Answer.NEVER])
def test_a_server_that_takes_nothing_is_left_alone_and_gets_every_mail_afterwards(mail_server, answer):
    waiting_mails(12)
    mail_server.answer = answer

    for _ in range(3):
        send_waiting()  # the second and third find that it is away
    tried = OutgoingMail.objects.filter(attempts__gt=0).count()
    mail_server.answer = Answer.OK
    let_time_pass()
    send_waiting()

    assert tried == outbox.PATIENCE
    assert len(set(mail_server.recipients)) == len(mail_server.mails) == 12


def test_an_address_that_is_refused_holds_up_no_other(mail_server):
    rows = waiting_mails(8)
    mail_server.unknown = {row.recipient for row in rows[:5]}

    send_waiting()

    assert mail_server.recipients == [row.recipient for row in rows[5:]]
    assert OutgoingMail.objects.waiting().filter(last_error__contains="5.1.1").count() == 5


@pytest.mark.parametrize("address", ["nobody", "a@b@c", "a\nBcc: x@example.jp"])
def test_an_address_that_is_none_holds_up_no_other(mail_server, address):
    OutgoingMail.objects.create(recipient=address, subject="件名", text="本文")
    (other,) = waiting_mails(1)

    send_waiting()

    assert other.recipient in mail_server.recipients


def test_a_mail_whose_words_cannot_be_made_holds_up_no_other_and_comes_back(mail_server, member, monkeypatch, caplog):
    def fail(_):
        raise LookupError("no room tells this")

    monkeypatch.setattr("bansou.notifications.actions.telling.write_mail_of_notices", fail)
    broken = [OutgoingMail.objects.create(person=member, thread=f"topic:{number}") for number in range(5)]
    (other,) = waiting_mails(1)

    send_waiting()

    assert mail_server.recipients == [other.recipient]
    assert OutgoingMail.objects.waiting().filter(attempts=1, last_error__contains="no room").count() == len(broken)


def test_what_became_needless_is_dropped_and_not_sent(mail_server, member, monkeypatch):
    monkeypatch.setattr("bansou.notifications.actions.telling.write_mail_of_notices", lambda _: False)
    row = OutgoingMail.objects.create(person=member, thread="topic:1")

    send_waiting()

    row.refresh_from_db()
    assert row.dropped_at
    assert not mail_server.mails


def test_a_person_who_left_while_his_mail_was_being_written_gets_nothing(mail_server, member, monkeypatch):
    def leave(row):
        get_user_model().objects.filter(pk=row.person_id).delete()
        return True

    monkeypatch.setattr("bansou.notifications.actions.telling.write_mail_of_notices", leave)
    OutgoingMail.objects.create(person=member, thread="topic:1")

    send_waiting()

    assert not mail_server.mails
