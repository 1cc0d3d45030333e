"""Passwords that a guessing program finds first are refused, and the words say what to do."""

import pytest
from django.contrib.auth.password_validation import CommonPasswordValidator, validate_password
from django.core.exceptions import ValidationError

from accounts.passwords import KnownPasswordValidator


def is_refused(password: str) -> bool:
    try:
        validate_password(password)
    except ValidationError as error:
        return "password_too_common" in {one.code for one in error.error_list}
    return False


@pytest.mark.parametrize(
    "password",
    [
        "qwertyuiop",
        "1q2w3e4r5t",  # known from leaks
        "password2026",
        "P@ssw0rd2026",
        "Ｐａｓｓｗｏｒｄ１２３",  # as typed with a Japanese keyboard
        "sakura2026!",
        "sakurasakura",
        "tanaka1965",
        "19651203akira",
        "konnichiwa1",
        "bansou-2026",
        "shokokai2026",
        "keieishien1",
        "aaaaaaaaaaaa",
        "abababababab",
        "abcdefghijkl",
        "1234567890",
        "0312345678",  # a telephone number
    ],
)
def test_a_password_that_guessing_programs_try_first_is_refused(password):
    assert is_refused(password)


@pytest.mark.parametrize(
    "password",
    [
        "nagai-aikotoba-7",
        "kawa no soba no ie",
        "みどりの自転車と朝の川",
        "xK4#vq9Lw2",
        "yukidaruma-to-kasa-3bon",
        "Tsukue27hasami",
    ],
)
def test_a_password_of_ones_own_is_taken(password):
    assert not is_refused(password)


def test_more_than_ten_thousand_are_known_beyond_djangos_own():
    beyond = KnownPasswordValidator().passwords - frozenset(CommonPasswordValidator().passwords)

    assert len(beyond) > 30_000


def test_the_words_at_sign_up_say_what_to_do_instead(visitor, db, as_person):
    typed = {"display_name": "みどり", "email": "midori@example.jp", "password1": "sakura2026!"}

    page = visitor.post("/accounts/signup/", typed | as_person()).content.decode()

    assert "見破られるおそれがあります" in page
    assert "別のパスワードにしてください" in page
    assert "midori@example.jp" in page
