"""Signing in by a number that comes by mail, in place of the password."""

import time

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.accounts.signing_in import confirmed, is_signed_in, mailed_number, number_now, with_app

ASK, TELL = "account_request_login_code", "account_confirm_login_code"


@pytest.fixture
def ren(member):
    """Ren, whose address is confirmed."""
    return confirmed(member)


def _ask(client, user):
    return client.post(reverse(ASK), {"email": user.email})


def test_a_mailed_number_signs_in_without_a_password(visitor, ren):
    asked = _ask(visitor, ren)
    told = visitor.post(reverse(TELL), {"code": mailed_number()})

    assert asked.url == reverse(TELL)
    assert told.url == "/me/"
    assert is_signed_in(visitor)
    assert mail.outbox[-1].subject == "【伴走】ログインに使う数字"


def test_whoever_came_from_a_page_lands_there(visitor, ren):
    visitor.post(f"{reverse(ASK)}?next=/knowhow/", {"email": ren.email, "next": "/knowhow/"})
    told = visitor.post(reverse(TELL), {"code": mailed_number(), "next": "/knowhow/"})

    assert told.url == "/knowhow/"


def test_the_number_is_taken_as_a_japanese_keyboard_gives_it(visitor, ren):
    _ask(visitor, ren)
    full_width = mailed_number().translate(str.maketrans("0123456789-", "０１２３４５６７８９ー"))

    visitor.post(reverse(TELL), {"code": f"　{full_width} "})

    assert is_signed_in(visitor)


def test_a_number_is_of_no_use_in_another_browser(visitor, ren):
    _ask(visitor, ren)
    other = Client()

    answer = other.post(reverse(TELL), {"code": mailed_number()})

    assert answer.url == reverse(ASK)
    assert not is_signed_in(other)


def test_after_five_wrong_tries_even_the_right_number_is_refused(visitor, ren):
    _ask(visitor, ren)
    number = mailed_number()

    for _ in range(5):
        visitor.post(reverse(TELL), {"code": "0000-0000"})
    visitor.post(reverse(TELL), {"code": number})

    assert not is_signed_in(visitor)


def test_a_number_is_good_for_ten_minutes(visitor, ren, monkeypatch):
    _ask(visitor, ren)
    number = mailed_number()
    later = time.time() + 601
    monkeypatch.setattr("allauth.account.internal.flows.code_verification.time.time", lambda: later)

    answer = visitor.post(reverse(TELL), {"code": number})

    assert answer.url == reverse(ASK)
    assert not is_signed_in(visitor)


def test_a_new_number_takes_the_place_of_the_first(visitor, ren):
    _ask(visitor, ren)
    first = mailed_number()
    visitor.post(reverse(TELL), {"action": "resend"})
    second = mailed_number()

    visitor.post(reverse(TELL), {"code": first})
    with_the_first = is_signed_in(visitor)
    visitor.post(reverse(TELL), {"code": second})

    assert first != second
    assert not with_the_first
    assert is_signed_in(visitor)


def test_the_second_factor_is_asked_for_after_a_mailed_number_too(visitor, ren):
    with_app(ren)
    _ask(visitor, ren)

    told = visitor.post(reverse(TELL), {"code": mailed_number()})
    with_the_number = is_signed_in(visitor)
    visitor.post(told.url, {"code": number_now()})
    visitor.post(reverse("mfa_trust"), {"action": "skip"})

    assert told.url == reverse("mfa_authenticate")
    assert not with_the_number
    assert is_signed_in(visitor)


def test_the_pages_say_what_to_do_in_japanese(visitor, ren):
    asked = visitor.get(reverse(ASK)).content.decode()
    _ask(visitor, ren)
    told = visitor.post(reverse(TELL), {"code": "1"}).content.decode()

    assert "数字を受け取る" in asked
    assert ren.email in told
    assert "数字が届かないとき" in told
    assert "エラー" in told
