"""What was written about the same already, while a title is typed."""

import uuid

import pytest

from cases.statuses import Status
from knowhow.actions import hide_post, post_topic
from knowhow.models import Board
from tests.factories import walk_case

pytestmark = pytest.mark.django_db


def similar(client_of, person, title: str, body: str = "") -> str:
    response = client_of(person).post("/knowhow/similar/", {"title": title, "body": body})
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def topic_on(other_supporter):
    def _topic_on(audience: str, title: str, author=other_supporter):
        board, _ = Board.objects.get_or_create(
            slug=audience, defaults={"name": audience, "purpose": "話す。", "audience": audience}
        )
        return post_topic(
            by=author, board=board, kind="question", title=title, body="どうしたらよいでしょうか。", submission_key=uuid.uuid4()
        )

    return _topic_on


def test_a_title_finds_topics_and_cases_alike(topic_on, member, supporter, reviewer, client_of):
    topic = topic_on("public", "後継者との面談で沈黙が続きます")
    case = walk_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED, title="後継者との面談で沈黙を待った")

    page = similar(client_of, member, "後継者の面談と沈黙")

    assert topic.get_absolute_url() in page
    assert case.get_absolute_url() in page
    assert page.count("<li>") <= 5


def test_nothing_is_shown_that_the_person_may_not_read(topic_on, member, supporter, reviewer, client_of):
    topic_on("supporter", "支援者だけの後継者の沈黙の話")
    hidden = topic_on("public", "非表示の後継者の沈黙の話です", author=supporter)
    hide_post(by=reviewer, post=hidden, reason="社名がありました")

    assert "沈黙の話" not in similar(client_of, member, "後継者の沈黙の話")
    assert "支援者だけの" in similar(client_of, supporter, "後継者の沈黙の話")


def test_three_characters_are_too_few_and_five_things_are_enough(topic_on, member, society, reviewer, client_of):
    for number in range(7):
        topic_on("public", f"後継者の沈黙を待つ話その{number}", author=reviewer)

    assert "<li>" not in similar(client_of, member, "後継者")
    assert similar(client_of, member, "後継者の沈黙").count("<li>") == 5


@pytest.mark.parametrize("title", ["", "？？？？", "\0\0\0\0", "🎉" * 300, "&|!():*'\\", "あ" * 5000])
def test_whatever_is_typed_is_answered(title, member, client_of):
    assert client_of(member).post("/knowhow/similar/", {"title": title, "body": title}).status_code == 200


def test_a_case_that_tells_what_the_text_tells_is_shown_with_its_reason(supporter, member, reviewer, client_of):
    told = "旅館の女将と料理長が口をきかない。社長は伝言をしていた。"
    case = walk_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED, title="間に立つ人", situation_before=told)

    page = similar(client_of, member, "どうすれば", "女将さんと料理長の間で、社長が困っています。")

    assert case.get_absolute_url() in page
    assert "どちらにも「女将」「料理長」" in page


def test_what_is_not_posted_yet_stands_in_no_address(member, client_of):
    assert client_of(member).get("/knowhow/similar/", {"title": "後継者の沈黙"}).status_code == 405
    page = client_of(member).get("/knowhow/new/").content.decode()
    assert 'data-hx-post="/knowhow/similar/"' in page
    assert "data-hx-get" not in page
