"""Addresses of our own cases and topics become titles of what the reader may see, and of nothing else."""

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.statuses import Status
from tests.factories import make_case


def url(thing, rest: str = "") -> str:
    return f"{settings.BASE_URL}{thing.get_absolute_url()}{rest}"


@pytest.fixture
def members_case(supporter, reviewer):
    return make_case(
        author=supporter, reviewer=reviewer, status=Status.PUBLISHED, title="会員だけの事例の題", disclosure="members"
    )


@pytest.fixture
def page_of(make_topic, visitor, client_of):
    """The page of a topic with the text, for a visitor or somebody signed in."""

    def _page_of(body: str, person=None) -> str:
        topic = make_topic(body=body)
        browser = client_of(person) if person else visitor
        return browser.get(topic.get_absolute_url()).content.decode()

    return _page_of


def test_an_address_of_a_case_or_topic_shows_its_title(page_of, make_topic, supporter, reviewer):
    case = make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED, title="断る注文を決める")
    other = make_topic(title="ほかの話題の題名です")

    page = page_of(f"ご参考に {url(case)} と\n{url(other, '?reply=3#reply-3')}")

    assert (
        f'<a class="titled-link" href="{case.get_absolute_url()}"><span class="titled-link__kind">事例</span>断る注文を決める</a>'
        in page
    )
    assert '<span class="titled-link__kind">広場</span>ほかの話題の題名です</a>' in page


def test_a_title_is_for_those_who_may_read_it(page_of, make_board, make_topic, members_case, member, supporter):
    trusted = make_topic(board=make_board("trust", "supporter"), title="支援者だけの話題の題")
    body = f"{url(members_case)}\n{url(trusted)}"

    assert "会員だけの事例の題" in page_of(body, supporter)
    assert "支援者だけの話題の題" in page_of(body, supporter)
    for page in (page_of(body), page_of(body, member)):
        assert "支援者だけの話題の題" not in page
        assert url(trusted) in page
        assert "会員だけの事例の題" not in page


def test_what_one_reader_is_shown_is_not_remembered_for_another(make_topic, members_case, visitor, supporter, client_of):
    topic = make_topic(body=f"こちらです：{url(members_case)}")

    assert "会員だけの事例の題" in client_of(supporter).get(topic.get_absolute_url()).content.decode()
    assert "会員だけの事例の題" not in visitor.get(topic.get_absolute_url()).content.decode()


def test_a_changed_title_and_a_hidden_topic_are_seen_at_once(make_topic, visitor, reviewer, client_of):
    other = make_topic(title="前の題名の話題です")
    topic = make_topic(body=f"こちらです：{url(other)}")
    assert "前の題名の話題です" in visitor.get(topic.get_absolute_url()).content.decode()

    client_of(reviewer).post(f"/knowhow/topics/{other.pk}/hide/", {"reason": "社名がありました"})

    assert "前の題名の話題です" not in visitor.get(topic.get_absolute_url()).content.decode()


def test_words_of_the_writer_and_foreign_addresses_stay(page_of, make_topic):
    other = make_topic(title="ほかの話題の題名です")

    page = page_of(f"[先日の話]({url(other)}) https://example.com{other.get_absolute_url()}")

    assert ">先日の話</a>" in page
    assert f">https://example.com{other.get_absolute_url()}</a>" in page
    assert "ほかの話題の題名です" not in page


def test_a_title_brings_no_markup(page_of, make_topic):
    other = make_topic(title='<b onclick="x">題名</b>"です')

    page = page_of(url(other))

    assert "&lt;b onclick=&quot;x&quot;&gt;題名" in page
    assert "<b onclick" not in page


def test_fifty_links_cost_no_more_queries_than_one(make_topic, make_reply, visitor):
    topic, others = make_topic(), [make_topic(title=f"話題の題名{number}です") for number in range(12)]

    def cost() -> int:
        caches["pages"].clear()
        with CaptureQueriesContext(connection) as captured:
            visitor.get(topic.get_absolute_url())
        return len(captured)

    make_reply(topic=topic, body=f"こちら {url(others[0])}")
    one = cost()
    for other in others * 4:
        make_reply(topic=topic, body=f"こちら {url(other)}")

    assert cost() == one
