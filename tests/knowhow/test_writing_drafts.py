"""What somebody types on a page of the exchange is kept, found again, and closed by what is posted."""

import json
import time
import uuid

import pytest

from bansou.drafts.models import Draft
from knowhow.models import Reply, Topic


@pytest.fixture
def keep():
    """What the browser sends while somebody types."""

    def _keep(browser, place: str, fields: dict[str, str], *, sequence: int | None = None, tab: str = ""):
        sent = {
            "place": place,
            "tab": tab or str(uuid.uuid4()),
            "sequence": sequence or int(time.time() * 1000),
            "fields": list(fields.items()),
        }
        return browser.post("/drafts/", json.dumps(sent), content_type="application/json")

    return _keep


def test_a_topic_and_a_reply_go_on_where_the_tab_was_closed(topic, member, client_of, keep):
    browser = client_of(member)
    assert keep(browser, "topic:new", {"title": "閉じてしまった題名", "body": "ここまで書きました。"}).status_code == 200
    assert keep(browser, f"reply:{topic.pk}", {"body": "返信の途中でした。"}).status_code == 200

    new, page = browser.get("/knowhow/new/").content.decode(), browser.get(topic.get_absolute_url()).content.decode()

    assert 'value="閉じてしまった題名"' in new
    assert "ここまで書きました。" in new
    assert "返信の途中でした。" in page
    assert "まだ保存していない文章から始めています" in page


def test_a_draft_that_is_opened_again_still_makes_one_post_of_two_presses(topic, member, client_of, keep):
    browser = client_of(member)
    keep(browser, f"reply:{topic.pk}", {"body": "返信の途中でした。"})
    form = browser.get(topic.get_absolute_url()).context["form"]
    sent = {name: form[name].value() for name in ("body", "submission_key", "typed_by")}
    assert all(sent.values())

    for _ in range(2):
        browser.post(topic.get_absolute_url(), sent)

    assert Reply.objects.count() == 1


def test_posting_closes_the_draft_and_a_late_arrival_does_not_bring_it_back(topic, member, client_of, keep):
    browser, tab, early = client_of(member), str(uuid.uuid4()), int(time.time() * 1000) - 50
    keep(browser, f"reply:{topic.pk}", {"body": "まだ途中です。"}, tab=tab, sequence=early - 1000)

    browser.post(topic.get_absolute_url(), {"body": "書き終えた返信です。", "draft_tab": tab})

    assert keep(browser, f"reply:{topic.pk}", {"body": "遅れて届いた文章"}, tab=tab, sequence=early).status_code == 409
    assert not Draft.objects.of(member).exists()
    assert "途中です" not in browser.get(topic.get_absolute_url()).content.decode()


def test_an_edit_goes_on_from_its_draft_with_the_version_it_began_with(topic, other_supporter, client_of, keep):
    browser = client_of(other_supporter)
    keep(browser, f"edit-topic:{topic.pk}", {"title": topic.title, "body": "直している途中です。", "edit_version": "1"})

    page = browser.get(f"/knowhow/topics/{topic.pk}/edit/").content.decode()

    assert "直している途中です。" in page
    assert 'name="edit_version" value="1"' in page
    assert topic.body in browser.get(f"/knowhow/topics/{topic.pk}/edit/?saved=1").content.decode()


def test_a_board_in_the_address_has_a_draft_of_its_own(make_board, member, client_of, keep):
    make_board("first")
    make_board("second")
    browser = client_of(member)
    keep(browser, "topic:new:second", {"board": "second", "title": "二つ目の板に書く話"})

    assert "二つ目の板に書く話" not in browser.get("/knowhow/new/?board=first").content.decode()
    assert "二つ目の板に書く話" in browser.get("/knowhow/new/?board=second").content.decode()


def test_nothing_is_kept_where_the_person_may_not_write(make_board, make_topic, make_reply, topic, member, client_of, keep):
    closed = make_topic(board=make_board("trust", "supporter"))
    foreign = make_reply()
    browser = client_of(member)

    for place in (
        f"reply:{closed.pk}",
        "topic:new:trust",
        "topic:old",
        "reply:x",
        "reply:" + "9" * 40,
        f"edit-topic:{topic.pk}",
        f"edit-reply:{foreign.pk}",
    ):
        assert keep(browser, place, {"body": "届かない文章です。"}).status_code == 404, place
    assert not Draft.objects.exists()


def test_my_page_lists_every_draft_with_the_way_back(topic, make_reply, member, client_of, keep, django_assert_max_num_queries):
    browser = client_of(member)
    own = make_reply(author=member)
    keep(browser, "topic:new", {"title": "書きかけの話題", "body": "本文の途中です。"})
    keep(browser, f"reply:{topic.pk}", {"body": "返信の途中です。"})
    keep(browser, f"edit-reply:{own.pk}", {"body": "返信を直す途中です。", "edit_version": "1"})

    with django_assert_max_num_queries(14):  # every room has a line of its own there
        page = browser.get("/me/").content.decode()

    for words in ("新しい話題：書きかけの話題", f"返信：{topic.title}", f"返信の修正：{topic.title}", "本文の途中です。"):
        assert words in page
    for draft in Draft.objects.of(member):
        assert f"draft={draft.pk}" in page


def test_a_draft_of_what_is_no_longer_open_can_still_be_read(make_board, make_topic, member, client_of, keep):
    board = make_board("soon-closed")
    topic = make_topic(board=board, title="もう読めない話題の題")
    browser = client_of(member)
    keep(browser, f"reply:{topic.pk}", {"body": "なくしたくない文章です。" * 9})
    type(board).objects.update(audience="supporter")

    page = browser.get("/me/").content.decode()

    assert "なくしたくない文章です。" * 9 in page
    assert topic.title not in page


def test_somebody_elses_draft_is_on_nobodys_page(topic, member, supporter, client_of, keep):
    keep(client_of(member), f"reply:{topic.pk}", {"body": "れんだけが知る文章です。"})

    for address in ("/me/", topic.get_absolute_url(), "/knowhow/new/"):
        assert "れんだけが知る文章です。" not in client_of(supporter).get(address).content.decode()


def test_a_preview_without_javascript_keeps_text_key_and_draft(board, member, client_of):
    key, tab = str(uuid.uuid4()), str(uuid.uuid4())
    typed = {"board": "dialogue", "kind": "question", "title": "見てから決める", "body": "**太字**です。"}

    page = (
        client_of(member)
        .post("/knowhow/new/", {**typed, "submission_key": key, "draft_tab": tab, "preview": "1"})
        .content.decode()
    )

    assert "<strong>太字</strong>です。" in page
    for words in ("見てから決める", key, tab):
        assert words in page
    assert not Topic.objects.exists()
