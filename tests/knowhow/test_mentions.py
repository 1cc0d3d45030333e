"""People called by name: those who may read it, and whose names the writer has met."""

import pytest

from accounts.models import User
from knowhow.models import Mention, Reply


@pytest.fixture
def aoi(make_reply, supporter) -> User:
    """Aoi, who has replied in the topic."""
    make_reply()
    return supporter


def say(client_of, person, topic, body: str) -> Reply:
    client_of(person).post(topic.get_absolute_url(), {"body": body})
    return Reply.objects.latest("pk")


def test_a_called_person_is_noted_and_the_name_leads_to_her_page(topic, aoi, member, client_of):
    reply = say(client_of, member, topic, "＠あおいさん、そのあとはどうなりましたか。")

    assert [mention.person for mention in Mention.objects.of(reply)] == [aoi]
    assert f'<a href="/knowhow/people/{aoi.pk}/"' in reply.body_html
    assert ">＠あおい</a>さん" in reply.body_html


def test_a_name_within_a_word_or_an_address_calls_nobody(topic, aoi, member, client_of):
    reply = say(client_of, member, topic, "ren@あおい.example と @あおいそら と `@あおい` のことです。")

    assert not Mention.objects.exists()
    assert "/knowhow/people/" not in reply.body_html


def test_a_person_whom_the_writer_never_met_cannot_be_found_by_trying_names(topic, member, reviewer, supporter, client_of):
    reply = say(client_of, member, topic, "@あおい さん、@えみ さん、いらっしゃいますか。")

    assert not Mention.objects.exists()
    assert "/knowhow/people/" not in reply.body_html


def test_somebody_who_may_not_read_the_topic_is_not_called(
    make_board, make_topic, make_reply, topic, member, supporter, client_of
):
    make_reply(topic=topic, author=member)
    closed = make_topic(board=make_board("trust", "supporter"))

    say(client_of, supporter, closed, "@れん さんなら、何と言うでしょうか。")

    assert not Mention.objects.exists()


def test_an_alias_is_never_met_by_its_name(topic, make_reply, member, supporter, client_of):
    make_reply(alias="相談した人")

    reply = say(client_of, member, topic, "@あおい さん、@相談した人 さん、どう思われますか。")

    assert not Mention.objects.exists()
    assert "/knowhow/people/" not in reply.body_html


def test_of_two_with_one_name_it_is_the_one_who_takes_part(make_topic, topic, aoi, member, society, client_of):
    other = User.objects.create_user("aoi2@example.jp", "pass-word-1234", display_name="あおい")
    elsewhere = make_topic(author=other, title="別の話題を書きました")

    here = say(client_of, member, topic, "@あおい さんの話が聞きたいです。")
    there = say(client_of, aoi, elsewhere, "@あおい さんの話が聞きたいです。")

    assert [mention.person for mention in Mention.objects.of(here)] == [aoi]
    assert [mention.person for mention in Mention.objects.of(there)] == [other]


def test_five_hundred_calls_of_one_person_are_one(topic, aoi, reviewer, client_of):
    reply = say(client_of, reviewer, topic, "@あおい さん " * 500)

    assert Mention.objects.of(reply).count() == 1


def test_more_people_than_ten_are_refused_and_the_text_stays(topic, make_topic, supporter, client_of):
    names = [f"支援者{number}番" for number in range(11)]
    for number, name in enumerate(names):
        make_topic(author=User.objects.create_user(f"s{number}@example.jp", "x", display_name=name))
    body = "、".join(f"@{name}" for name in names)

    page = client_of(supporter).post(topic.get_absolute_url(), {"body": body}).content.decode()

    assert "一つの投稿で名前を呼べるのは10人までです" in page
    assert body in page
    assert not Reply.objects.exists()


def test_an_edit_calls_whom_it_names_now(topic, aoi, make_topic, member, reviewer, client_of):
    make_topic(author=reviewer, title="事務局からのお知らせ")
    reply = say(client_of, member, topic, "@あおい さん、教えてください。")

    client_of(member).post(f"/knowhow/replies/{reply.pk}/edit/", {"body": "@えみ さん、教えてください。", "edit_version": "1"})

    assert [mention.person for mention in Mention.objects.of(reply)] == [reviewer]


def test_a_linked_address_of_a_person_calls_nobody(topic, aoi, member, client_of):
    say(client_of, member, topic, f"[あおいさん](/knowhow/people/{aoi.pk}/)の話です。")

    assert not Mention.objects.exists()
