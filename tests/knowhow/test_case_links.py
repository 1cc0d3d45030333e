"""Cases and topics point at each other, as far as the reader may read both."""

import uuid

import pytest
from django.conf import settings
from django.utils import timezone

from cases.actions import withdraw_case
from cases.statuses import Status
from knowhow.actions import edit_reply, edit_topic, post_reply, post_topic
from knowhow.models import CaseOfTopic, Topic
from tests.factories import make_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(supporter, reviewer):
    return make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED, title="昼休みから始まった話")


@pytest.fixture
def secret(supporter, reviewer):
    return make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED, title="支援者だけの事例", disclosure="members")


def _post(by, board, body, **fields) -> Topic:
    words = {"kind": "question", "title": "この問いかけについて"} | fields
    return post_topic(by=by, board=board, body=body, submission_key=uuid.uuid4(), **words)


def _linked(browser, address: str, words: str) -> bool:
    return words in browser.get(address).content.decode()


def test_a_case_is_asked_about_and_both_pages_say_so(case, board, other_supporter, client_of, visitor):
    browser = client_of(other_supporter)
    ask = f"/knowhow/new/?case={case.pk}"
    assert ask in visitor.get(case.get_absolute_url()).content.decode()
    assert case.title in browser.get(ask).content.decode()

    browser.post(ask, {"board": board.slug, "kind": "question", "title": "なぜ昼休みに？", "body": "どう気づいたのでしょうか。"})

    topic = Topic.objects.get()
    assert _linked(visitor, topic.get_absolute_url(), case.title)
    assert _linked(visitor, case.get_absolute_url(), topic.title)


def test_the_page_of_a_case_changes_at_once(case, board, other_supporter, visitor):
    visitor.get(case.get_absolute_url())

    topic = _post(other_supporter, board, "どう気づいたのでしょうか。", case=case)

    assert _linked(visitor, case.get_absolute_url(), topic.title)


@pytest.mark.parametrize("address", ["/cases/{}/", settings.BASE_URL + "/cases/{}/", "［これ］(/cases/{}/?wall=see)"])
def test_a_text_that_names_a_case_by_its_address_is_linked(address, case, board, other_supporter, visitor):
    topic = _post(other_supporter, board, f"似た話が {address.format(case.pk)} にありました。")

    assert _linked(visitor, case.get_absolute_url(), topic.title)


@pytest.mark.parametrize("address", ["https://other.example/cases/{}/", "/cases/{}", "/old/cases/{}/", "cases/0{}/"])
def test_what_only_looks_like_one_is_not(address, case, board, member):
    _post(member, board, f"似た話が {address.format(case.pk)} にありました。")

    assert not CaseOfTopic.objects.exists()


def test_a_reply_names_a_case_until_it_is_edited_or_hidden(case, topic, other_supporter, reviewer, visitor):
    body = f"/cases/{case.pk}/ に似ています。"
    reply = post_reply(by=other_supporter, topic=topic, body=body, submission_key=uuid.uuid4())
    assert _linked(visitor, case.get_absolute_url(), topic.title)

    edit_reply(by=other_supporter, reply=reply, body="よく似た事例があります。", edit_version=1)
    assert not _linked(visitor, case.get_absolute_url(), topic.title)

    edit_reply(by=other_supporter, reply=reply, body=body, edit_version=2)
    assert _linked(visitor, case.get_absolute_url(), topic.title)

    type(reply).objects.update(hidden_at=timezone.now(), hidden_by=reviewer, hidden_reason="社名がありました")
    assert not _linked(visitor, case.get_absolute_url(), topic.title)
    assert not _linked(visitor, topic.get_absolute_url(), case.title)


def test_a_topic_about_a_case_stays_so_when_its_text_changes(case, board, other_supporter, visitor):
    topic = _post(other_supporter, board, "どう気づいたのでしょうか。", case=case)

    edit_topic(by=other_supporter, topic=topic, title=topic.title, body="いつ気づいたのでしょうか。", edit_version=1)

    assert _linked(visitor, case.get_absolute_url(), topic.title)


def test_a_case_that_the_writer_may_not_read_is_not_linked(secret, board, member, client_of):
    _post(member, board, f"/cases/{secret.pk}/ には何がありますか。")

    assert not CaseOfTopic.objects.exists()
    assert client_of(member).get(f"/knowhow/new/?case={secret.pk}").status_code == 404


def test_a_reader_sees_neither_end_that_is_not_for_him(
    secret, case, board, make_board, supporter, other_supporter, visitor, member, client_of
):
    public = _post(supporter, board, f"/cases/{secret.pk}/ と /cases/{case.pk}/ を読みました。")
    inner = _post(
        other_supporter, make_board("secret", "supporter"), f"/cases/{case.pk}/ を読みました。", title="支援者だけの話題です"
    )

    for browser in (visitor, client_of(member)):
        assert not _linked(browser, public.get_absolute_url(), secret.title)
        assert _linked(browser, public.get_absolute_url(), case.title)
        assert not _linked(browser, case.get_absolute_url(), inner.title)
    assert _linked(client_of(supporter), public.get_absolute_url(), secret.title)
    assert _linked(client_of(supporter), case.get_absolute_url(), inner.title)


def test_a_withdrawn_case_is_gone_from_its_topics(case, board, supporter, visitor):
    topic = _post(supporter, board, f"/cases/{case.pk}/ を読みました。")
    withdraw_case(case=case, by=supporter, reason="同意の取り消し")

    assert not _linked(visitor, topic.get_absolute_url(), case.title)


def test_a_clinic_is_not_linked_to_a_case(case, make_clinic):
    make_clinic(situation=f"/cases/{case.pk}/ のその後で迷っています。")

    assert not CaseOfTopic.objects.exists()


@pytest.mark.parametrize("number", ["x", "0", "9" * 30, "%00"])
def test_a_case_that_is_not_there_cannot_be_asked_about(number, board, member, client_of):
    assert client_of(member).get(f"/knowhow/new/?case={number}").status_code == 404


def test_of_many_cases_the_first_twenty_are_linked(board, case, member):
    body = " ".join(f"/cases/{case.pk + 1000 + n}/" for n in range(20)) + f" /cases/{case.pk}/"

    _post(member, board, body)

    assert not CaseOfTopic.objects.exists()
