"""The choice of mails: by event a way, how often the digest comes, and all stopped; signed in, or by the link of a mail."""

import datetime
import re

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from bansou.moderation.actions import suspend
from bansou.moderation.limits import RATES
from bansou.notifications.actions import choose_mails, tell
from bansou.notifications.events import Mail
from bansou.notifications.models import EventChoice, MailPreferences, Notice, Rhythm
from bansou.notifications.unsubscribing import token_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tellers")]
CHOICES = "/me/mails/"


def saved() -> dict[str, str]:
    return dict(EventChoice.objects.values_list("event", "mail"))


def checked(page: str) -> dict[str, str]:
    return dict(re.findall(r'name="event-(\w+)" value="(\w+)" checked', page))


@pytest.fixture
def signed_in(client_of, member) -> Client:
    return client_of(member)


def test_the_page_begins_with_what_holds_for_whoever_chose_nothing(signed_in):
    shown = signed_in.get(CHOICES).content.decode()

    assert checked(shown) == {"reply": "at_once", "news": "digest", "returned": "at_once", "calm": "at_once"}
    assert "いつも届きます" in shown
    assert 'name="event-calm" value="never"' not in shown
    assert re.search(r'name="rhythm" value="weekly"[^>]*checked', shown)


def test_a_choice_is_kept_and_what_is_as_the_table_has_it_is_not(signed_in):
    sent = {
        "event-reply": "digest",
        "event-news": "digest",
        "event-returned": "at_once",
        "event-calm": "digest",
        "rhythm": "daily",
    }

    assert signed_in.post(CHOICES, sent).url == CHOICES
    assert saved() == {"reply": "digest", "calm": "digest"}
    assert MailPreferences.objects.get().rhythm == Rhythm.DAILY
    assert checked(signed_in.get(CHOICES).content.decode())["reply"] == "digest"

    signed_in.post(CHOICES, sent | {"event-reply": "at_once"})
    assert saved() == {"calm": "digest"}


def test_what_a_browser_does_not_send_stays_as_it_was(signed_in, member):
    EventChoice.objects.create(person=member, event="reply", mail=Mail.NEVER)

    signed_in.post(CHOICES, {"rhythm": "weekly"})

    assert saved() == {"reply": "never"}


@pytest.mark.parametrize("forged", [{"event-calm": "never"}, {"event-reply": "loud"}, {"rhythm": "hourly"}, {"rhythm": ""}])
def test_a_way_that_there_is_not_is_refused_and_nothing_is_kept(signed_in, forged):
    answer = signed_in.post(CHOICES, {"event-reply": "digest", "rhythm": "daily"} | forged)

    assert answer.status_code == 422
    assert saved() == {}
    assert not MailPreferences.objects.exists()


def test_what_always_comes_has_no_choice_also_for_a_forged_form(signed_in):
    signed_in.post(CHOICES, {"event-always": "never", "rhythm": "daily"})

    assert saved() == {}


def test_who_stops_all_gets_no_mail_and_reads_it_in_his_inbox_until_he_wants_them_again(signed_in, member, supporter):
    signed_in.post(CHOICES, {"rhythm": "weekly", "stops_all": "on"})
    stopped_at = MailPreferences.objects.get().stopped_at
    tell("returned", target_id=1, thread="case:1", by=supporter, to=[member])

    assert mail.outbox == []
    assert Notice.objects.of(member).unread().count() == 1

    signed_in.post(CHOICES, {"rhythm": "weekly", "stops_all": "on"})
    assert MailPreferences.objects.get().stopped_at == stopped_at
    signed_in.post(CHOICES, {"rhythm": "weekly"})
    tell("returned", target_id=2, thread="case:2", by=supporter, to=[member])
    assert len(mail.outbox) == 1


def test_the_link_of_a_mail_opens_the_same_page_without_signing_in_and_looking_changes_nothing(visitor, member):
    shown = visitor.get(f"/mails/{token_of(member)}/")

    assert checked(shown.content.decode())["reply"] == "at_once"
    assert member.email not in shown.content.decode()
    assert not MailPreferences.objects.exists()

    visitor.post(f"/mails/{token_of(member)}/", {"event-reply": "never", "rhythm": "never"})
    assert saved() == {"reply": "never"}


def test_the_page_of_the_link_wants_the_token_of_its_form(member):
    strict = Client(enforce_csrf_checks=True)

    assert strict.post(f"/mails/{token_of(member)}/", {"rhythm": "never"}).status_code == 403
    assert not MailPreferences.objects.exists()


def test_on_a_shared_machine_the_link_is_its_owners_and_not_who_is_signed_in(client_of, member, supporter):
    client_of(supporter).post(f"/mails/{token_of(member)}/", {"rhythm": "never"})

    assert list(MailPreferences.objects.values_list("person", flat=True)) == [member.pk]


def test_a_suspended_person_may_stop_his_mails(signed_in, member, reviewer):
    suspend(by=reviewer, person=member, until=None, reason="宣伝が続きました。")

    signed_in.post(CHOICES, {"rhythm": "never"})

    assert MailPreferences.objects.get().rhythm == Rhythm.NEVER


def test_a_script_cannot_change_the_choice_for_ever(signed_in, member):
    for _ in range(RATES["mail_choices"][0].count):
        choose_mails(by=member, ways={}, rhythm=Rhythm.DAILY, stops_all=False)

    answer = signed_in.post(CHOICES, {"rhythm": "never"})

    assert answer.status_code == 422
    assert "24時間に100回まで" in answer.content.decode()
    assert MailPreferences.objects.get().rhythm == Rhythm.DAILY


def test_whose_mails_do_not_arrive_reads_it_on_the_page(signed_in, member):
    MailPreferences.objects.create(person=member, undeliverable_at=timezone.now() - datetime.timedelta(days=1))

    assert "メールが届いていません" in signed_in.get(CHOICES).content.decode()
