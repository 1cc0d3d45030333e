"""The look before the first sending: it points, asks once, and never loses a word."""

import re
import uuid

import pytest

from knowhow.before_posting import look_through
from knowhow.models import Reply, Topic

TELLING = "株式会社みほん製作所の山田太郎社長の話です。"


def pressed_again(page: str) -> str:
    """What the form brings back with the second press."""
    return re.search(r'name="looked_at" value="(\w+)"', page)[1]


def test_names_are_shown_before_the_first_sending_and_the_second_press_posts(topic, supporter, client_of):
    browser, key = client_of(supporter), str(uuid.uuid4())

    page = browser.post(topic.get_absolute_url(), {"body": TELLING, "submission_key": key}).content.decode()
    assert "投稿前の確認" in page
    assert "どなたでも読めます" in page
    assert "株式会社みほ" in page.split('id="before-posting"')[1].split("</section>")[0]
    assert TELLING in page
    assert not Reply.objects.exists()
    browser.post(topic.get_absolute_url(), {"body": TELLING, "submission_key": key, "looked_at": pressed_again(page)})

    assert Reply.objects.get().body == TELLING


def test_another_name_is_asked_about_again(topic, member, client_of):
    browser = client_of(member)
    page = browser.post(topic.get_absolute_url(), {"body": TELLING}).content.decode()

    more = {"body": f"{TELLING}\n鈴木花子部長も来ました。", "looked_at": pressed_again(page)}
    page = browser.post(topic.get_absolute_url(), more).content.decode()

    assert "投稿前の確認" in page
    assert not Reply.objects.exists()


def test_a_judging_word_is_pointed_at(topic, member, client_of):
    page = (
        client_of(member)
        .post(topic.get_absolute_url(), {"body": "そこは待つべきです。努力が足りないと思います。"})
        .content.decode()
    )

    assert "相手に問いかける形にできないか" in page
    assert "べきです" in page


def test_a_topic_names_the_readers_of_the_chosen_board(make_board, supporter, client_of):
    make_board("trust", "supporter")
    typed = {"board": "trust", "kind": "question", "title": "社長との話しかたについて", "body": TELLING}

    page = client_of(supporter).post("/knowhow/new/", typed).content.decode()

    assert "確認済みの支援者だけが読めます</b>" in page
    assert not Topic.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        "社長は黙ってしまいました。三秒待てませんでした。",
        "> 株式会社みほん製作所の話です。\nこの引用について、どう思われますか。",
        "@山田太郎 さん、続きを聞かせてください。",
    ],
)
def test_what_tells_nothing_is_posted_at_once(body, db):
    assert not look_through(body)


def test_an_edit_is_not_asked(topic, other_supporter, client_of):
    typed = {"title": topic.title, "body": TELLING, "edit_version": "1"}

    client_of(other_supporter).post(f"/knowhow/topics/{topic.pk}/edit/", typed)

    topic.refresh_from_db()
    assert topic.body == TELLING
