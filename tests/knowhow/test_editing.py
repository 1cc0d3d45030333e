"""Editing one's own posts, and losing nothing when two windows do."""

import pytest
from django.utils import timezone

from knowhow.actions import EditConflict, edit_reply


@pytest.fixture
def address(topic) -> str:
    return f"/knowhow/topics/{topic.pk}/edit/"


def typed(**changes):
    return {"title": "沈黙を待てるようになりたい", "body": "五秒なら待てました。", "edit_version": "1"} | changes


def test_the_author_edits_a_topic_and_the_page_says_so(address, topic, other_supporter, client_of, visitor):
    answer = client_of(other_supporter).post(address, typed())

    topic.refresh_from_db()
    page = visitor.get(topic.get_absolute_url()).content.decode()
    assert answer["Location"] == topic.get_absolute_url()
    assert (topic.title, topic.body, topic.edit_version) == ("沈黙を待てるようになりたい", "五秒なら待てました。", 2)
    assert topic.body_html == "<p>五秒なら待てました。</p>\n"
    assert topic.excerpt == "五秒なら待てました。"
    assert "に修正、" in page
    assert f"{topic.get_absolute_url()}history/" in page


def test_the_author_edits_a_reply(make_reply, supporter, client_of):
    reply = make_reply()

    answer = client_of(supporter).post(
        f"/knowhow/replies/{reply.pk}/edit/", {"body": "言い直します。三つ数えます。", "edit_version": "1"}
    )

    reply.refresh_from_db()
    assert answer["Location"] == reply.get_absolute_url()
    assert (reply.body, reply.edit_version) == ("言い直します。三つ数えます。", 2)
    assert reply.edited_at is not None


def test_nobody_edits_the_post_of_somebody_else_staff_neither(address, topic, supporter, reviewer, client_of):
    for person in (supporter, reviewer):
        answer = client_of(person).get(address)
        posted = client_of(person).post(address, typed())
        assert answer.status_code == 403
        assert "ほかの人の投稿は直せません。" in answer.content.decode()
        assert "ほかの人の投稿は直せません。" in posted.content.decode()

    topic.refresh_from_db()
    assert topic.edit_version == 1


def test_only_the_authors_page_offers_the_edit(topic, make_reply, supporter, other_supporter, visitor, client_of):
    reply = make_reply()
    own_topic, own_reply = f"/knowhow/topics/{topic.pk}/edit/", f"/knowhow/replies/{reply.pk}/edit/"

    def offered(browser) -> list[bool]:
        page = browser.get(topic.get_absolute_url()).content.decode()
        return [own_topic in page, own_reply in page]

    assert offered(visitor) == [False, False]
    assert offered(client_of(supporter)) == [False, True]
    assert offered(client_of(other_supporter)) == [True, False]


def test_a_hidden_post_stays_as_it_was_hidden_and_the_typed_text_stays_too(make_topic, reviewer, other_supporter, client_of):
    topic = make_topic(hidden_at=timezone.now(), hidden_by=reviewer, hidden_reason="社名がありました")
    browser = client_of(other_supporter)

    refused = browser.get(f"/knowhow/topics/{topic.pk}/edit/")
    page = browser.post(f"/knowhow/topics/{topic.pk}/edit/", typed()).content.decode()

    assert refused.status_code == 403
    assert "運営が非表示にした投稿は直せません" in page
    assert "五秒なら待てました。" in page


def test_of_two_windows_the_second_sees_both_texts_and_saves_on_purpose(address, topic, other_supporter, client_of):
    browser = client_of(other_supporter)
    browser.post(address, typed(body="一つ目の窓で書いた文章"))

    page = browser.post(address, typed(body="二つ目の窓で書いた文章")).content.decode()
    topic.refresh_from_db()
    assert "一つ目の窓で書いた文章" in page
    assert "二つ目の窓で書いた文章" in page
    assert "別の画面で、先に修正が保存されています" in page
    assert 'name="edit_version" value="2"' in page
    assert topic.body == "一つ目の窓で書いた文章"

    browser.post(address, typed(body="二つ目の窓で書いた文章", edit_version="2"))
    topic.refresh_from_db()
    assert topic.body == "二つ目の窓で書いた文章"


def test_the_same_edit_sent_twice_is_saved_once(address, topic, other_supporter, client_of):
    browser = client_of(other_supporter)

    answers = [browser.post(address, typed())["Location"] for _ in range(2)]

    topic.refresh_from_db()
    assert answers == [topic.get_absolute_url()] * 2
    assert topic.edit_version == 2


def test_an_edit_that_changes_nothing_leaves_no_mark(address, topic, other_supporter, client_of):
    client_of(other_supporter).post(address, typed(title=topic.title, body=topic.body))

    topic.refresh_from_db()
    assert (topic.edit_version, topic.edited_at) == (1, None)


@pytest.mark.parametrize("version", ["", "0", "-1", "99999999999999999999"])
def test_an_edit_without_a_true_version_is_shown_both_texts(version, address, topic, other_supporter, client_of):
    page = client_of(other_supporter).post(address, typed(edit_version=version)).content.decode()

    topic.refresh_from_db()
    assert "いま保存されている文章" in page
    assert "五秒なら待てました。" in page
    assert topic.edit_version == 1


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"title": "短い"}, "6文字以上で入力してください"),
        ({"body": ""}, "「本文」を入力してください。"),
        ({"body": "長" * 20_001}, "今は20001文字です"),
        ({"edit_version": "x"}, "整数を入力してください。"),
    ],
)
def test_a_bad_edit_is_answered_at_the_field(changes, message, address, topic, other_supporter, client_of):
    page = client_of(other_supporter).post(address, typed(**changes)).content.decode()

    topic.refresh_from_db()
    assert message in page
    assert topic.edit_version == 1


def test_the_preview_of_an_edit_saves_nothing(address, topic, other_supporter, client_of):
    page = client_of(other_supporter).post(address, typed(body="**仮の文章：**です", preview="1")).content.decode()

    topic.refresh_from_db()
    assert "<strong>仮の文章：</strong>" in page
    assert 'name="edit_version" value="1"' in page
    assert topic.edit_version == 1


def test_a_lost_session_gives_the_edit_back(address, topic, other_supporter, client_of):
    browser = client_of(other_supporter)
    form = browser.get(address).context["form"]
    browser.logout()

    browser.post(address, typed(typed_by=form["typed_by"].initial))
    browser.force_login(other_supporter)
    page = browser.get(address).content.decode()

    assert "五秒なら待てました。" in page
    assert 'name="edit_version" value="1"' in page


def test_a_conflict_of_replies_carries_the_saved_reply(make_reply, supporter):
    reply = make_reply()
    edit_reply(by=supporter, reply=reply, body="先に保存した返信です。", edit_version=1)

    with pytest.raises(EditConflict) as conflict:
        edit_reply(by=supporter, reply=reply, body="あとから保存した返信です。", edit_version=1)

    assert conflict.value.current.body == "先に保存した返信です。"
