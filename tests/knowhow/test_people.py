"""A person's page in the exchange: what the reader may read anyway, nothing under an alias, and no ranking."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from knowhow.actions import post_reply, tell_trial


def page_of(person, show=""):
    return f"/knowhow/people/{person.pk}/" + (f"?show={show}" if show else "")


def test_members_see_what_somebody_wrote_and_what_came_of_it(topic, make_reply, other_supporter, supporter, member, client_of):
    make_reply("かえでの返信の言葉です。", author=other_supporter)
    tell_trial(by=supporter, post=topic, text="待ってみたら、話が続きました。")
    browser = client_of(member)

    pages = [browser.get(page_of(other_supporter, show)).content.decode() for show in ("topics", "replies", "tried")]

    assert topic.title in pages[0]
    assert "商工会" in pages[0]
    assert "見本町商工会" not in pages[0]
    assert "かえでの返信の言葉です。" in pages[1]
    assert "待ってみたら、話が続きました。" in pages[2]
    for page in pages:
        assert "話題 1" in page
        assert "返信 1" in page
        assert "やってみた 1" in page
        assert "@example.jp" not in page.replace("ren@example.jp", "")


def test_visitors_are_asked_to_sign_in_and_find_no_link(topic, visitor):
    assert visitor.get(page_of(topic.author))["Location"].startswith("/accounts/login/")
    assert "/knowhow/people/" not in visitor.get(topic.get_absolute_url()).content.decode()


def test_a_post_leads_members_to_its_author(topic, member, client_of):
    assert f'href="{page_of(topic.author)}"' in client_of(member).get(topic.get_absolute_url()).content.decode()


def test_who_wrote_nothing_that_the_reader_may_read_has_no_page(
    make_board, make_topic, supporter, other_supporter, member, client_of
):
    make_topic(board=make_board("trust", "supporter"))

    assert client_of(member).get(page_of(other_supporter)).status_code == 404
    assert client_of(member).get(page_of(supporter)).status_code == 404
    assert client_of(member).get("/knowhow/people/999999/").status_code == 404
    assert client_of(supporter).get(page_of(other_supporter)).status_code == 200


def test_ones_own_page_is_there_from_the_beginning(member, client_of):
    assert client_of(member).get(page_of(member)).status_code == 200


def test_a_host_has_a_page_that_names_his_boards(make_board, supporter, member, client_of):
    make_board("north", name="北の板", host=supporter)
    make_board("secret", "supporter", name="秘密の板", host=supporter)

    page = client_of(member).get(page_of(supporter)).content.decode()

    assert "北の板</a>の案内役" in page
    assert "秘密の板" not in page


def test_numbers_and_lists_hold_only_what_the_reader_may_read(
    make_board, make_topic, make_reply, topic, other_supporter, supporter, member, client_of
):
    trust = make_topic("支援者だけの話です", board=make_board("trust", "supporter"))
    make_reply("支援者だけの返信です。", topic=trust, author=other_supporter)
    tell_trial(by=supporter, post=trust, text="支援者だけのやってみたです。")

    for show in ("topics", "replies", "tried"):
        page = client_of(member).get(page_of(other_supporter, show)).content.decode()
        assert "支援者だけ" not in page
        assert "話題 1" in page
        assert "返信 0" in page
        assert "やってみた 0" in page


def test_nothing_written_under_an_alias_leads_to_its_author(make_clinic, topic, other_supporter, supporter, member, client_of):
    clinic = make_clinic("呼び名で書いた相談です")
    post_reply(by=other_supporter, topic=clinic, body="呼び名で書いた返信です。", submission_key=uuid.uuid4())

    for person in (member, supporter, other_supporter):
        for show in ("topics", "replies", "tried"):
            page = client_of(person).get(page_of(other_supporter, show)).content.decode()
            assert "呼び名で書いた" not in page
            assert "話題 1" in page
            assert "返信 0" in page
    assert "/knowhow/people/" not in client_of(supporter).get(clinic.get_absolute_url()).content.decode()


def test_hidden_posts_are_on_nobodys_page(make_topic, make_reply, topic, other_supporter, reviewer, client_of):
    hidden = {"hidden_at": timezone.now(), "hidden_by": reviewer, "hidden_reason": "社名がありました"}
    make_topic("隠された話題です", **hidden)
    make_reply("隠された返信です。", author=other_supporter, **hidden)

    for person in (reviewer, other_supporter):
        for show in ("topics", "replies"):
            assert "隠された" not in client_of(person).get(page_of(other_supporter, show)).content.decode()


@pytest.mark.parametrize("show", ["topics", "replies", "tried"])
def test_a_page_asks_the_same_number_of_queries_at_one_and_at_many_rows(
    show, make_topic, make_reply, topic, other_supporter, supporter, member, client_of, time_passes
):
    browser = client_of(member)

    def write(number):
        post = make_topic(f"話題その{number:02}です")
        make_reply(f"返信その{number}です。", author=other_supporter)
        tell_trial(by=supporter, post=post, text=f"やってみたその{number}です。")
        time_passes(10)

    def queries():
        browser.get(page_of(other_supporter, show))
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(page_of(other_supporter, show)).status_code == 200
        return len(captured)

    write(0)
    at_one = queries()
    for number in range(1, 14):
        write(number)

    assert queries() == at_one
    assert at_one <= 13
