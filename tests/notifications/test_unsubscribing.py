"""The link of a mail: it opens the choice of mails without signing in, and mail programs press it for a person."""

import re

import pytest
from django.core import mail
from django.test import Client

from bansou.notifications.actions import deliver_mail
from bansou.notifications.models import EventChoice, MailPreferences, OutgoingMail, Rhythm
from bansou.notifications.unsubscribing import headers_for, link_for, person_of_token, token_of

pytestmark = pytest.mark.django_db
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def path_in(header: str) -> str:
    return re.fullmatch(r"<http://testserver(/\S+)>", header)[1]


@pytest.fixture
def mail_program() -> Client:
    """Knows neither cookies nor tokens; the site insists on them elsewhere."""
    return Client(enforce_csrf_checks=True)


def test_one_press_in_the_mail_program_stops_the_digest_without_cookie_or_token(mail_program, member):
    headers = headers_for(member, "digest")

    answer = mail_program.post(path_in(headers["List-Unsubscribe"]), ONE_CLICK)

    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert answer.status_code == 200
    assert not answer.cookies
    assert MailPreferences.objects.get(person=member).rhythm == Rhythm.NEVER


def test_looking_at_the_link_changes_nothing_for_mail_scanners_follow_links(visitor, member):
    page = visitor.get(path_in(headers_for(member, "digest")["List-Unsubscribe"]))

    assert page.status_code == 200
    assert "メールを止める" in page.content.decode()
    assert not MailPreferences.objects.exists()


def test_a_forged_link_opens_nothing(visitor, member, supporter):
    foreign = token_of(supporter).partition(".")[2]

    for token in (f"{member.pk}.{foreign}", f"{member.pk}.", "0.x", "x", "9" * 40 + ".x", f"{member.pk}"):
        assert person_of_token(token) is None
        assert visitor.post(f"/mails/{token}/stop/digest/", ONE_CLICK).status_code == 410


def test_the_link_outlives_a_new_password_and_ends_with_the_address(member):
    token = token_of(member)
    member.set_password("another-word-5678")
    member.save()
    assert person_of_token(token) == member

    member.email = "other@example.jp"
    member.save()
    assert person_of_token(token) is None


def test_who_left_has_no_link(member):
    token = token_of(member)
    member.is_active = False
    member.save()

    assert person_of_token(token) is None


def test_the_link_survives_a_new_secret_while_the_old_one_is_kept(settings, member):
    token = token_of(member)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-" * 10

    assert person_of_token(token) == member


def test_what_no_room_tells_cannot_be_stopped(visitor, member):
    assert headers_for(member, "nonsense") == {}
    assert visitor.post(f"/mails/{token_of(member)}/stop/nonsense/", ONE_CLICK).status_code == 404


@pytest.mark.usefixtures("tellers")
def test_one_press_takes_the_quietest_way_there_is_and_of_what_must_come_there_is_no_press(mail_program, member):
    for name in ("reply", "calm"):
        mail_program.post(path_in(headers_for(member, name)["List-Unsubscribe"]), ONE_CLICK)

    assert dict(EventChoice.objects.values_list("event", "mail")) == {"reply": "never", "calm": "digest"}
    assert headers_for(member, "always") == {}
    assert mail_program.post(f"/mails/{token_of(member)}/stop/always/", ONE_CLICK).status_code == 404


@pytest.mark.usefixtures("tellers")
def test_a_mail_of_notices_has_the_headers_and_the_link_and_a_letter_has_neither(member, monkeypatch):
    monkeypatch.setattr("bansou.notifications.actions.telling.write_mail_of_notices", lambda _mail: True)
    for person in (member, None):
        row = OutgoingMail.objects.create(
            person=person, stops="reply", recipient="ren@example.jp", subject="件名", text="本文\n\n――\n伴走\n"
        )
        deliver_mail(row.pk)

    of_notices, letter = mail.outbox
    assert "List-Unsubscribe" in of_notices.extra_headers
    assert link_for(member) in of_notices.body
    assert link_for(member) in of_notices.alternatives[0].content
    assert "List-Unsubscribe" not in letter.extra_headers
    assert "/mails/" not in letter.body
    assert "/mails/" not in OutgoingMail.objects.get(person=member).text
