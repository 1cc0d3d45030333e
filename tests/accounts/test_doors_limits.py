"""How often a door may be tried: exact under parallel requests, on the store that all web processes share."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection
from django.test import Client

from accounts.backends import PersonBackend
from accounts.models import User
from bansou.operations.shared_cache import SharedCache

ADDRESSES = ["192.0.2.1", "192.0.2.2", "192.0.2.3"]
TRIES, HANDS = 200, 20


@pytest.fixture
def shared_cache(settings, django_db_setup, django_db_blocker) -> Iterator[SharedCache]:
    """The cache of production, seen by other connections too."""
    settings.CACHES = settings.CACHES | {
        "default": {"BACKEND": "bansou.operations.shared_cache.SharedCache", "LOCATION": "django_cache"}
    }
    with django_db_blocker.unblock():
        call_command("createcachetable", verbosity=0)
        caches["default"].clear()
        yield caches["default"]
        caches["default"].clear()


@pytest.fixture
def tried(monkeypatch) -> list[str]:
    """The addresses whose password was looked at."""
    looked_at: list[str] = []

    def look(self, email, password):
        looked_at.append(email)

    monkeypatch.setattr(PersonBackend, "_authenticate_by_email", look)
    return looked_at


@pytest.fixture
def hands() -> Iterator[ThreadPoolExecutor]:
    """Many at once, each with a connection of its own, which it closes itself in the end."""
    with ThreadPoolExecutor(HANDS) as executor:
        yield executor
        all_hands = threading.Barrier(HANDS)

        def close() -> None:
            all_hands.wait(10)
            connection.close()

        for closed in [executor.submit(close) for _ in range(HANDS)]:
            closed.result()


def wrong_password(number: int, login: str) -> int:
    browser = Client(REMOTE_ADDR=ADDRESSES[number % len(ADDRESSES)])
    return browser.post("/accounts/login/", {"login": login, "password": f"guess-number-{number}"}).status_code


def test_two_hundred_guesses_at_once_from_three_addresses_get_no_try_more_than_one_account_has(shared_cache, tried, hands):
    list(hands.map(lambda number: wrong_password(number, "ren@example.jp"), range(TRIES)))

    assert 1 <= len(tried) <= 5


def test_a_hundred_guesses_at_once_at_as_many_accounts_get_no_try_more_than_three_addresses_have(shared_cache, tried, hands):
    list(hands.map(lambda number: wrong_password(number, f"person-{number}@example.jp"), range(TRIES // 2)))

    assert 1 <= len(tried) <= 10 * len(ADDRESSES)


def test_a_lock_that_ran_out_is_taken_by_one_alone(shared_cache, hands):
    shared_cache.set("lock", True, timeout=-10)

    taken = list(hands.map(lambda _: caches["default"].add("lock", True, timeout=10), range(HANDS)))

    assert taken.count(True) == 1


def test_nobody_can_push_a_counter_out_of_the_shared_cache(shared_cache):
    shared_cache.set("allauth:a-counter", [1.0], timeout=300)

    # Django's own throws the first of the alphabet away.
    for number in range(400):
        shared_cache.set(f"allauth:by-a-flood-{number}", [1.0], timeout=300)

    assert shared_cache.get("allauth:a-counter") == [1.0]


def test_the_shared_cache_forgets_what_nobody_can_read_any_more(shared_cache):
    shared_cache.set("old", 1, timeout=-10)
    shared_cache.set("new", 1, timeout=300)
    shared_cache.set("always", 1, timeout=None)

    assert shared_cache.forget_expired() == 1
    assert shared_cache.get_many(["old", "new", "always"]) == {"new": 1, "always": 1}


def test_another_try_after_the_limit_is_told_so_in_japanese_whether_the_account_exists_or_not(visitor, member):
    EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)

    pages = []
    for login in (member.email, "nobody@example.jp"):
        for _ in range(6):
            answer = visitor.post(
                "/accounts/login/", {"login": login, "password": "wrong-wrong-1"}, REMOTE_ADDR=f"192.0.2.{len(login)}"
            )
        pages.append(answer.content.decode().replace(login, "…"))

    assert "しばらくログインできません" in pages[0]
    assert len(pages[0]) == len(pages[1])


def test_the_right_password_does_not_open_an_account_whose_tries_are_used_up(visitor, member):
    EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)
    for _ in range(5):
        visitor.post("/accounts/login/", {"login": member.email, "password": "wrong-wrong-1"})

    visitor.post("/accounts/login/", {"login": member.email, "password": "pass-word-1234"})

    assert "_auth_user_id" not in visitor.session


def test_whoever_signs_in_is_not_counted_as_a_wrong_try(visitor, member):
    EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)

    for _ in range(7):
        visitor.post("/accounts/login/", {"login": member.email, "password": "pass-word-1234"})
        assert visitor.session["_auth_user_id"] == str(member.pk)
        visitor.logout()


def test_a_hundred_resets_for_one_mailbox_send_it_no_more_than_three_mails(client, member, mailoutbox):
    EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)

    for number in range(100):
        client.post("/accounts/password/reset/", {"email": member.email}, REMOTE_ADDR=f"198.51.100.{number}")

    assert [letter.to for letter in mailoutbox] == [[member.email]] * 3


def test_an_account_of_another_case_of_letters_is_the_same_account_for_the_limits(visitor, db, tried):
    for number in range(20):
        login = "Ren@Example.JP" if number % 2 else "ren@example.jp"
        visitor.post("/accounts/login/", {"login": login, "password": "wrong-wrong-1"}, REMOTE_ADDR=f"198.51.100.{number}")

    assert len(tried) == 5
    assert not User.objects.filter(email="ren@example.jp").exists()
