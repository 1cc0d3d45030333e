"""Quoting a post in an answer, without JavaScript."""

import pytest


@pytest.fixture
def quote(topic, member, client_of):
    def _quote(key) -> str:
        return client_of(member).get(f"{topic.get_absolute_url()}?quote={key}").context["form"]["body"].value() or ""

    return _quote


def test_a_reply_is_quoted_with_its_writers_name(make_reply, quote):
    assert quote(make_reply("一行目です。\n二行目です。").pk) == "> あおいさん：\n> 一行目です。\n> 二行目です。\n\n"


def test_the_opening_is_quoted_too(topic, quote):
    assert quote("topic") == "> かえでさん：\n> 三秒で話してしまいます。\n\n"


def test_a_quotation_within_it_and_what_is_too_long_are_left_out(make_reply, quote):
    words = quote(make_reply("> 前の話です。\n＞ もう一つ\n" + "長い話です。" * 400).pk)

    assert "前の話" not in words
    assert "もう一つ" not in words
    assert len(words) < 1100
    assert words.endswith("…\n\n")


def test_an_alias_is_quoted_as_an_alias(make_reply, quote):
    words = quote(make_reply(alias="答えた人").pk)

    assert "答えた人さん" in words
    assert "あおい" not in words


def test_a_hidden_post_or_one_of_another_topic_is_not_quoted(make_reply, make_topic, reviewer, client_of, quote):
    elsewhere = make_reply(topic=make_topic())
    hidden = make_reply()
    client_of(reviewer).post(f"/knowhow/replies/{hidden.pk}/hide/", {"reason": "社名がありました"})

    for key in (elsewhere.pk, hidden.pk, "x", "9" * 30, ""):
        assert quote(key) == ""


def test_the_page_offers_it_to_the_signed_in(topic, make_reply, visitor, member, client_of):
    reply = make_reply()
    address = f"{topic.get_absolute_url()}?reply={reply.pk}&amp;quote={reply.pk}#reply-form"

    assert address in client_of(member).get(topic.get_absolute_url()).content.decode()
    assert address not in visitor.get(topic.get_absolute_url()).content.decode()
