"""A conversation becomes a draft of an article, with credit to who spoke and a pointer at both ends."""

import uuid

import pytest
from django.urls import reverse

from accounts.actions import grant_roles
from accounts.refusals import Refused
from accounts.roles import EDITOR, MODERATOR
from bansou.explainer.articles import NAMES_AT_MOST, credit_of, draft_article
from bansou.explainer.models import ArticlePage
from bansou.text.markdown import render
from knowhow.actions import hide_post, open_clinic
from knowhow.models import Board, Reply, Topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(reviewer):
    """Emi edits pages too."""
    grant_roles(user=reviewer, roles=[MODERATOR, EDITOR], by=None)
    return reviewer


@pytest.fixture
def topic(supporter) -> Topic:
    board = Board.objects.create(slug="dialogue", name="対話", purpose="話す場所です。", audience="public")
    return Topic.objects.create(
        board=board, kind="question", title="沈黙が続いたとき", excerpt="待てません。", **_words(supporter)
    )


@pytest.fixture
def make_reply(topic, member):
    def _make_reply(body: str = "手元のノートに書くふりをします。", **fields) -> Reply:
        return Reply.objects.create(topic=topic, **_words(fields.pop("author", member), body), **fields)

    return _make_reply


def _words(author, body: str = "三秒で話しかけてしまいます。") -> dict:
    return {"author": author, "body": body, "body_html": render(body), "submission_key": uuid.uuid4()}


def _address(topic) -> str:
    return reverse("article_from_topic", args=[topic.pk])


def test_staff_choose_replies_and_get_a_draft_that_nobody_else_sees(topic, make_reply, editor, client_of, visitor):
    chosen, left_out = make_reply(), make_reply("これは入れません。")
    browser = client_of(editor)
    assert _address(topic) in browser.get(topic.get_absolute_url()).content.decode()
    assert "手元のノート" in browser.get(_address(topic)).content.decode()

    response = browser.post(_address(topic), {"replies": [chosen.pk]})

    page = ArticlePage.objects.get()
    assert response.url == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert not page.live
    assert page.credit == "あおいさん、れんさんが、支援者の広場でお話しくださいました。"
    written = str(list(page.body.raw_data))
    assert "三秒で話しかけて" in written
    assert "手元のノート" in written
    assert left_out.body not in written
    assert browser.get(response.url).status_code == 200
    assert visitor.get(f"/article-{topic.pk}/").status_code == 404
    assert "ノウハウ記事" not in visitor.get(topic.get_absolute_url()).content.decode()


def test_the_published_article_and_its_topic_point_at_each_other(topic, editor, visitor, django_assert_max_num_queries):
    page = draft_article(by=editor, topic=topic, replies=[])
    visitor.get(topic.get_absolute_url())

    page.save_revision().publish()

    assert f'href="/article-{topic.pk}/"' in visitor.get(topic.get_absolute_url()).content.decode()
    with django_assert_max_num_queries(12):
        words = visitor.get(f"/article-{topic.pk}/").content.decode()
    assert f'href="{topic.get_absolute_url()}"' in words
    assert page.credit in words
    assert f"/article-{topic.pk}/" in visitor.get("/sitemap.xml").content.decode()


def test_a_reader_who_may_not_read_the_topic_reads_the_article_without_it(topic, editor, visitor, member, supporter, client_of):
    Board.objects.update(audience="supporter")
    draft_article(by=editor, topic=topic, replies=[]).save_revision().publish()

    for browser in (visitor, client_of(member)):
        assert topic.get_absolute_url() not in browser.get(f"/article-{topic.pk}/").content.decode()
    assert topic.get_absolute_url() in client_of(supporter).get(f"/article-{topic.pk}/").content.decode()


def test_an_alias_stays_an_alias(topic, make_reply, editor):
    reply = make_reply(alias="みずいろ")

    page = draft_article(by=editor, topic=topic, replies=[reply])

    assert page.credit == "あおいさん、みずいろさんが、支援者の広場でお話しくださいました。"
    assert "れん" not in str(list(page.body.raw_data))


def test_a_topic_has_one_article(topic, editor, client_of):
    first = draft_article(by=editor, topic=topic, replies=[])

    assert draft_article(by=editor, topic=topic, replies=[]) == first
    assert client_of(editor).get(_address(topic)).url == reverse("wagtailadmin_pages:edit", args=[first.pk])


def test_only_staff_who_write_pages_make_articles(topic, reviewer, supporter, client_of):
    assert _address(topic) not in client_of(reviewer).get(topic.get_absolute_url()).content.decode()
    assert client_of(reviewer).get(_address(topic)).status_code == 403
    for person in (reviewer, supporter):
        with pytest.raises(Refused):
            draft_article(by=person, topic=topic, replies=[])
    assert client_of(supporter).post(_address(topic)).status_code == 404
    assert not ArticlePage.objects.exists()


def test_a_clinic_and_a_hidden_topic_stay_what_they_are(topic, supporter, editor):
    texts = dict.fromkeys(("situation", "hesitation", "tried", "asked"), "どう話を続けるか、迷っています。")
    clinic = open_clinic(by=supporter, title="席を立つ社長の相談", texts=texts, submission_key=uuid.uuid4())
    hide_post(by=editor, post=topic, reason="社名がありました。")
    for refused in (clinic, Topic.objects.get(pk=topic.pk)):
        with pytest.raises(Refused):
            draft_article(by=editor, topic=refused, replies=[])


def test_replies_of_another_topic_or_hidden_ones_cannot_be_chosen(topic, make_reply, editor, client_of):
    hidden = make_reply(hidden_at=topic.created_at, hidden_by=editor, hidden_reason="社名がありました")

    response = client_of(editor).post(_address(topic), {"replies": [hidden.pk]})

    assert response.status_code == 200
    assert not ArticlePage.objects.exists()


def test_the_credit_names_everybody_once_and_of_many_the_first(topic, make_reply, member, editor):
    people = [type(member).objects.create_user(f"p{n}@example.jp", "pass-word-1234", display_name=f"人{n}") for n in range(12)]
    replies = [make_reply(f"返信その{n}です。よろしく。", author=person) for n, person in enumerate([*people, *people])]

    words = credit_of([topic, *replies])

    assert words.count("人0さん") == 1
    assert words.count("さん") == NAMES_AT_MOST
    assert "ほか" in words


def test_the_text_of_a_post_cannot_bring_more_than_a_post_may(topic, make_reply, editor, visitor):
    reply = make_reply("<script>alert(1)</script><b onclick=x>太字</b> [押す](javascript:alert(1))")
    draft_article(by=editor, topic=topic, replies=[reply]).save_revision().publish()

    article = visitor.get(f"/article-{topic.pk}/").content.decode().split("<main", 1)[1].split("</main>")[0]

    assert "<script" not in article
    assert "onclick" not in article.replace("&lt;b onclick=x&gt;", "")
    assert 'href="javascript' not in article
