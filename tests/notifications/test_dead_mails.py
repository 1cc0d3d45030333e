"""What was given up stays in staff's sight until they decide; what stands in it does not."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actions import grant_roles
from accounts.models import User
from accounts.refusals import Refused
from accounts.roles import REGISTRAR
from bansou.moderation.models import Decision
from bansou.notifications.actions import drop_dead_mails, retry_dead_mails
from bansou.notifications.models import OutgoingMail

pytestmark = pytest.mark.django_db


@pytest.fixture
def registrar(db) -> User:
    user = User.objects.create_user("mio@example.jp", "pass-word-1234", display_name="みお")
    grant_roles(user=user, roles=[REGISTRAR], by=None)
    return user


@pytest.fixture
def dead() -> OutgoingMail:
    return OutgoingMail.objects.create(
        recipient="a@example.jp",
        subject="まだ誰も知らない題名",
        text="宛先の方だけの本文",
        attempts=10,
        last_error="SMTPDataError: (554, b'no')",
        given_up_at=timezone.now(),
    )


def test_staff_see_whom_a_mail_did_not_reach_and_why_but_not_what_it_says(dead, registrar, client_of):
    client = client_of(registrar)

    pages = [client.get("/admin/dead-mails/").content.decode(), client.get(f"/admin/dead-mails/{dead.pk}/").content.decode()]

    for page in pages:
        assert "a@example.jp" in page
        assert "554" in page
        assert dead.subject not in page
        assert dead.text not in page


def test_a_mail_is_tried_again_at_the_press_of_a_button_and_that_is_recorded(dead, registrar, client_of, mail_server):
    client_of(registrar).post(f"/admin/dead-mails/{dead.pk}/", {"retry": "1"})

    assert mail_server.recipients == ["a@example.jp"]
    record = Decision.objects.about(dead).get()
    assert (record.by, record.verb) == (registrar, "もう一度送ることにした")
    assert "a@example.jp" not in f"{record.target_name}{record.reason}"


def test_a_mail_that_staff_let_be_leaves_the_list_and_is_not_sent(dead, registrar, client_of, mail_server):
    client_of(registrar).post(f"/admin/dead-mails/{dead.pk}/", {"drop": "1"})

    assert not OutgoingMail.objects.dead().exists()
    assert not mail_server.mails
    assert Decision.objects.about(dead).get().verb == "送らないことにした"


def test_all_that_was_given_up_goes_out_again_after_an_outage(dead, registrar, client_of, mail_server):
    client_of(registrar).post("/admin/watchdog/retry/")

    assert mail_server.recipients == ["a@example.jp"]


def test_neither_a_reviewer_nor_a_moderator_decides_on_mails(dead, reviewer, client_of):
    for act in (retry_dead_mails, drop_dead_mails):
        with pytest.raises(Refused, match="登録担当"):
            act(by=reviewer, numbers=[dead.pk])
    answer = client_of(reviewer).post("/admin/watchdog/retry/", follow=True)

    assert answer.redirect_chain == [("/admin/", 302)]  # Wagtail's way of refusing

    assert OutgoingMail.objects.dead().get() == dead


def test_a_mail_of_which_another_waits_by_now_is_tried_again_all_the_same(dead, registrar, member):
    OutgoingMail.objects.filter(pk=dead.pk).update(person=member, thread="topic:1")
    OutgoingMail.objects.create(person=member, thread="topic:1", due_at=timezone.now() + timedelta(minutes=10))

    assert retry_dead_mails(by=registrar, numbers=[dead.pk]) == 1
