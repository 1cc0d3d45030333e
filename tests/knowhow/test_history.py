"""Every edit is visible, with its reason, and what should not be told stays untold."""

import uuid

import pytest
from django.core import mail

from bansou.moderation.models import Decision
from knowhow.actions import edit_reply, post_reply
from knowhow.models import PostVersion


@pytest.fixture
def edit(topic, other_supporter, client_of):
    """Kaede edits her topic."""

    def _edit(body: str, **fields):
        topic.refresh_from_db()
        typed = {"title": topic.title, "body": body, "edit_version": str(topic.edit_version)} | fields
        return client_of(other_supporter).post(f"/knowhow/topics/{topic.pk}/edit/", typed)

    return _edit


@pytest.fixture
def history(topic) -> str:
    return f"{topic.get_absolute_url()}history/"


def test_an_edit_shows_what_went_what_came_and_why(topic, edit, history, visitor):
    edit("五秒で話してしまいます。", reason="数え間違いを直しました")

    page = visitor.get(history).content.decode()

    assert "理由：数え間違いを直しました" in page
    assert "三秒" not in page.replace("三", "", 1)
    assert '<del><span class="visually-hidden">［消えた］</span>三秒' in page
    assert '<ins><span class="visually-hidden">［加わった］</span>五秒' in page
    assert 'name="robots" content="noindex"' in page


def test_a_reason_is_not_asked_for_and_a_changed_title_shows(topic, edit, history, visitor):
    edit("三秒で話してしまいます。", title="沈黙を待てるでしょうか")

    page = visitor.get(history).content.decode()

    assert "題名：" in page
    assert "理由：" not in page


def test_each_edit_is_compared_with_the_one_after_it_on_every_page(edit, history, visitor, django_assert_max_num_queries):
    for number in range(1, 13):
        edit(f"{number}回目に書いた文章です。")

    with django_assert_max_num_queries(6):
        first = visitor.get(history).content.decode()
    second = visitor.get(history + visitor.get(history).context["page"].next_query).content.decode()

    assert first.count("の修正</h2>") == 10
    assert "［加わった］</span>12" in first
    assert second.count("の修正</h2>") == 2
    assert "［加わった］</span>2" in second


def test_what_an_author_took_out_of_the_history_is_for_him_and_staff(
    topic, edit, history, visitor, supporter, other_supporter, reviewer, client_of
):
    edit("見本製作所の社長は三秒も待てません。")
    edit("ある社長は三秒も待てません。", hide_earlier="on", reason="社名を消しました")

    for browser in (visitor, client_of(supporter)):
        page = browser.get(history).content.decode()
        assert "見本製作所" not in page
        assert "この修正の前後は表示していません" in page
        assert "社名を消しました" in page
    for browser in (client_of(other_supporter), client_of(reviewer)):
        assert "見本製作所" in browser.get(history).content.decode()


def test_staff_take_an_earlier_text_out_with_a_reason_that_the_author_learns(topic, edit, history, visitor, reviewer, client_of):
    edit("三秒で話してしまいます。いつも。")
    version = PostVersion.objects.get()
    browser = client_of(reviewer)
    address = f"/knowhow/versions/{version.pk}/hide/"
    assert address in browser.get(history).content.decode()
    assert address not in visitor.get(history).content.decode()

    for _ in range(2):
        browser.post(address, {"reason": "会社が分かる言葉がありました"})

    assert "表示していません。理由：会社が分かる言葉がありました" in visitor.get(history).content.decode()
    assert [str(letter.subject) for letter in mail.outbox] == ["【伴走】投稿の、修正前の文章を非表示にしました"]
    assert Decision.objects.filter(verb="修正前の文章を非表示にした").count() == 1


def test_a_reason_is_needed_to_hide_and_others_find_no_such_page(edit, supporter, reviewer, client_of):
    edit("三秒で話してしまいます。いつも。")
    address = f"/knowhow/versions/{PostVersion.objects.get().pk}/hide/"

    assert client_of(reviewer).post(address, {"reason": ""}).status_code == 422
    assert client_of(supporter).post(address, {"reason": "会社が分かる言葉がありました"}).status_code == 404
    assert not PostVersion.objects.get().is_hidden


def test_the_history_of_a_hidden_or_foreign_post_does_not_exist(
    topic, edit, history, make_board, make_reply, make_topic, visitor, member, reviewer, client_of
):
    edit("三秒で話してしまいます。いつも。")
    reply = make_reply(topic=make_topic(board=make_board("trust", "supporter")))
    client_of(reviewer).post(f"/knowhow/topics/{topic.pk}/hide/", {"reason": "社名がありました"})

    assert visitor.get(history).status_code == 404
    assert client_of(member).get(f"/knowhow/replies/{reply.pk}/history/").status_code == 404


def test_a_post_by_an_alias_has_a_history_without_its_author(make_clinic, other_supporter, supporter, client_of, visitor):
    reply = post_reply(by=other_supporter, topic=make_clinic(), body="思い出したことがあります。", submission_key=uuid.uuid4())
    edit_reply(by=other_supporter, reply=reply, body="言い直した本文です。", edit_version=1)
    address = f"/knowhow/replies/{reply.pk}/history/"

    page = client_of(supporter).get(address).content.decode()

    assert "相談者" in page
    assert "かえで" not in page
    assert visitor.get(address).status_code == 404


def test_saving_the_same_text_leaves_no_edit(topic, edit):
    edit(topic.body, reason="何も変えていません")

    assert not PostVersion.objects.exists()
