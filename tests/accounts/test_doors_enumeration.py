"""Nobody learns at a door whether an address has an account: not by words, status, headers, cookies, work or time."""

import gc
import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from accounts.models import User
from bansou.forms.people import new_task

pytestmark = pytest.mark.django_db
#: Where a door is: its name, and what is typed there besides the address.
DOORS: dict[str, tuple[str, str, dict[str, str]]] = {
    "sign in": ("account_login", "login", {"password": "wrong-wrong-1"}),
    "sign up": ("account_signup", "email", {"password1": "nagai-aikotoba-7", "display_name": "みどり"}),
    "reset": ("account_reset_password", "email", {}),
    "code by mail": ("account_request_login_code", "email", {}),
}


def door_of(name: str) -> tuple[str, str, dict[str, str]]:
    """Address, field and the rest; skips where the site has no such door."""
    view, field, rest = DOORS[name]
    try:
        return reverse(view), field, rest
    except NoReverseMatch:
        pytest.skip(f"the site has no door «{name}»")


@pytest.fixture
def as_in_production(settings):
    """The worker works apart from the page, mails go through the outbox, and nobody is stopped for trying often."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "mail", "wagtail"]}}
    settings.MAILERS = settings.MAILERS | {"default": {"BACKEND": "bansou.notifications.backends.OutboxBackend"}}
    settings.ACCOUNT_RATE_LIMITS = False


@pytest.fixture
def known(db) -> Callable[[str], str]:
    def _known(address: str) -> str:
        user = User.objects.create(email=address, display_name="れん", password=make_password("pass-word-1234"))
        EmailAddress.objects.create(user=user, email=address, verified=True, primary=True)
        return address

    return _known


def knock(browser: Client, door: str, address: str, host: str = "testserver", **more: Any) -> HttpResponse:
    url, field, rest = door_of(door)
    return browser.post(url, rest | {field: address} | more, headers={"host": host})  # type: ignore[return-value]


def answer_of(response: HttpResponse, address: str) -> tuple[Any, ...]:
    """All that a browser sees, without the address itself and what is drawn anew each time."""
    drawn = re.compile(r'(name="csrfmiddlewaretoken" value|name="task" value|nonce)="[^"]+"')
    headers = {
        name: value for name, value in response.headers.items() if name not in {"Date", "Expires", "Set-Cookie", "Content-Length"}
    }
    cookies = {name: (morsel["path"], morsel["httponly"], morsel["max-age"]) for name, morsel in response.cookies.items()}
    return response.status_code, drawn.sub("", response.content.decode()).replace(address, "…"), headers, cookies


@pytest.fixture
def proven(monkeypatch) -> None:
    """The browser has done its piece of work: what is measured is the door."""
    monkeypatch.setattr("bansou.forms.people.is_done", lambda task, answer: True)


@pytest.mark.usefixtures("proven")
@pytest.mark.parametrize("door", DOORS)
def test_answer_and_next_page_are_the_same_whether_the_address_has_an_account(door, known):
    seen = []
    for address in (known("midori@example.jp"), "nobody@example.jp"):
        browser = Client()
        response = knock(browser, door, address, task=new_task(), task_answer="1")
        following = browser.get(response["Location"]) if response.status_code == 302 else response
        seen.append((answer_of(response, address), answer_of(following, address)))

    for known_answer, unknown_answer in zip(*seen, strict=True):
        for ours, theirs in zip(known_answer, unknown_answer, strict=True):
            assert ours == theirs
    assert seen[0][0][0] in {200, 302}


@pytest.mark.usefixtures("proven", "as_in_production")
@pytest.mark.parametrize("door", DOORS)
def test_the_page_does_the_same_work_whether_the_address_has_an_account(door, known):
    door_of(door)
    shapes = []
    for address in (known("midori@example.jp"), "nobody@example.jp"):
        with CaptureQueriesContext(connection) as queries:
            knock(Client(), door, address, task=new_task(), task_answer="1")
        shapes.append([re.sub(r"'[^']*'|\d+", "…", query["sql"])[:60] for query in queries])

    assert len(shapes[0]) == len(shapes[1]), f"{door}\nknown:\n" + "\n".join(shapes[0]) + "\nunknown:\n" + "\n".join(shapes[1])


@pytest.mark.usefixtures("proven")
@pytest.mark.parametrize("door", ["sign up", "reset", "code by mail"])
def test_each_address_gets_one_mail_that_tells_its_owner_alone(door, known, mailoutbox):
    for address in (known("midori@example.jp"), "nobody@example.jp"):
        knock(Client(), door, address, task=new_task(), task_answer="1")

    assert [letter.to for letter in mailoutbox] == [["midori@example.jp"], ["nobody@example.jp"]]
    assert mailoutbox[0].subject != mailoutbox[1].subject


def test_the_link_of_a_forgotten_password_leads_to_the_site_whatever_host_was_named(known, mailoutbox):
    knock(Client(), "reset", known("midori@example.jp"), host="localhost")

    assert re.findall(r"https?://\S+/accounts/password/reset/key/", mailoutbox[0].body) == [
        "http://testserver/accounts/password/reset/key/"
    ]


@pytest.mark.usefixtures("proven")
def test_nobody_is_left_behind_by_a_sign_up_with_an_address_that_has_an_account(known):
    known("midori@example.jp")

    knock(Client(), "sign up", "midori@example.jp", task=new_task(), task_answer="1")

    assert list(User.objects.filter(display_name="みどり")) == []
    assert User.objects.get(email="midori@example.jp").check_password("pass-word-1234")


def area_under_curve(slow: list[float], quick: list[float]) -> float:
    """How well time alone tells the two apart: 0.5 is not at all, 1 is always."""
    ranked = sorted((value, kind) for kind, values in enumerate((slow, quick)) for value in values)
    ranks = sum(rank for rank, (_, kind) in enumerate(ranked, start=1) if kind == 0)
    area = (ranks - len(slow) * (len(slow) + 1) / 2) / (len(slow) * len(quick))
    return max(area, 1 - area)


@pytest.mark.thorough
@pytest.mark.usefixtures("proven", "as_in_production")
@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(("times", "most"), [(100, 0.65), pytest.param(1000, 0.55, marks=pytest.mark.audit)])
def test_time_does_not_tell_whether_an_address_has_an_account(door, times, most, known):
    """The area under the curve of a guesser who has only a watch; 0.5 is blind. With few tries chance alone wanders further."""
    door_of(door)
    password = make_password("pass-word-1234")
    people = User.objects.bulk_create(
        User(email=f"known-{number:04}@example.jp", display_name="れん", password=password) for number in range(times)
    )
    EmailAddress.objects.bulk_create(EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in people)
    task = new_task()
    measured: tuple[list[float], list[float]] = ([], [])
    gc.disable()
    for number in range(times + 20):
        # One after the other, and each first as often: what else the machine does meets both alike.
        for kind in (0, 1) if number % 2 else (1, 0):
            address = f"{('known', 'other')[kind]}-{number % times:04}@example.jp"
            browser = Client()
            begun = time.perf_counter()
            knock(browser, door, address, task=task, task_answer="1")
            if number >= 20:  # the first ones warm the machine
                measured[kind].append(time.perf_counter() - begun)
    gc.enable()

    medians = [sorted(times_of)[times // 2] * 1000 for times_of in measured]
    area = area_under_curve(*measured)
    assert area <= most, f"{door}: area {area:.3f}, medians {medians[0]:.2f} ms (known) and {medians[1]:.2f} ms"
