"""A real Chromium before a real server. The site is filled once; tests that write work on a copy of their own.

Tests ask for `site` (to read: one copy for all) or `own_site` (to write), and open browsers with `browse` or `look`.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.cache import cache, caches
from django.db import connection
from django.test import Client, override_settings
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from bansou.operations.chromium import ARGUMENTS, find_chromium
from bansou.operations.demo import PASSWORD
from tests.browser.holdings import ADDRESSES, Holdings, fill
from tests.browser.holdings import person as demo_person
from tests.browser.watching import Watch
from tests.plugins.databases import copy_database, drop_database, tables_alone, use_database

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}


@dataclass(frozen=True)
class FilledSite:
    """A running site: where it is, and what it holds."""

    url: str
    holdings: Holdings
    database: str


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs a browser."""
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The Chromium of this machine."""
    return browser_type_launch_args | {"executable_path": find_chromium(), "args": ARGUMENTS}


@pytest.fixture(autouse=True)
def _site_is_small() -> None:
    """Uploads go to the folder of the filled site, in place of the folder of each test."""


@pytest.fixture(scope="package")
def _filled(
    django_test_environment: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[FilledSite]:
    """The server, and the databases behind it: one kept as it was filled, one to read from."""
    # Playwright's loop runs in this thread; Django would take the tests' own look into the database for one from a coroutine.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    before = connection.settings_dict["NAME"]
    stem = f"test_{before.removeprefix('test_')}_browser_{os.environ.get('PYTEST_XDIST_WORKER', '')}"
    filled, shared = (f"{stem}_{use}" for use in ("filled", "shared"))
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
        server = LiveServer("127.0.0.1")
        with override_settings(BASE_URL=server.url, WAGTAILADMIN_BASE_URL=server.url):
            copy_database(tables_alone(), filled)
            use_database(filled)
            holdings = fill()
            copy_database(filled, shared)
            use_database(shared)
            yield FilledSite(url=server.url, holdings=holdings, database=shared)
        server.stop()
        use_database(before)
        for name in (filled, shared):
            drop_database(name)
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def site(_filled: FilledSite, django_db_blocker: Any) -> Iterator[FilledSite]:
    """The filled site, for tests that only read."""
    with django_db_blocker.unblock():
        yield _filled


@pytest.fixture
def own_site(_filled: FilledSite, django_db_blocker: Any) -> Iterator[FilledSite]:
    """A copy of the filled site, for a test that writes."""
    filled = _filled.database.removesuffix("_shared")
    own = f"{filled}_own"
    with django_db_blocker.unblock():
        copy_database(f"{filled}_filled", own)
        use_database(own)
        # What was remembered of another copy has the same version and other rows.
        caches["pages"].clear()
        yield FilledSite(url=_filled.url, holdings=_filled.holdings, database=own)
        use_database(_filled.database)
        drop_database(own)


Browse = Callable[..., Page]


@pytest.fixture
def watch(_filled: FilledSite) -> Iterator[Watch]:
    """Fails the test at its end if any of its pages misbehaved."""
    watch = Watch(_filled.url)
    yield watch
    assert not watch.findings


@pytest.fixture
def browse(_filled: FilledSite, browser: Browser, watch: Watch) -> Iterator[Browse]:
    """Opens a browser of its own for each person: `browse()` is a visitor, `browse("staff")` is signed in."""
    contexts: list[BrowserContext] = []

    def _browse(person: str = "", *, viewport: dict[str, int] = DESK, **options: Any) -> Page:
        context = _context(browser, _filled.url, person, watch, viewport=viewport, **options)
        contexts.append(context)
        return context.new_page()

    yield _browse
    for context in contexts:
        context.close()


@pytest.fixture(scope="package")
def _kept(_filled: FilledSite) -> Iterator[dict[str, tuple[Page, Watch]]]:
    """The browsers of `look`, and what each of them heard."""
    kept: dict[str, tuple[Page, Watch]] = {}
    yield kept
    for page, _ in kept.values():
        page.context.close()


@pytest.fixture
def look(site: FilledSite, browser: Browser, _kept: dict[str, tuple[Page, Watch]]) -> Iterator[Callable[[str], Page]]:
    """As `browse`, for pages that are only looked at: the browser in which this person has looked at others before.

    A new one costs as much again as the page: signing in, a process, all scripts read anew.
    """

    def _look(person: str) -> Page:
        if person not in _kept:
            heard = Watch(site.url)
            _kept[person] = _context(browser, site.url, person, heard, viewport=DESK).new_page(), heard
        page, _ = _kept[person]
        page.set_viewport_size(DESK)
        return page

    for _, heard in _kept.values():
        heard.forget()
    yield _look
    assert not [finding for _, heard in _kept.values() for finding in heard.findings]


def _context(browser: Browser, url: str, person: str, watch: Watch, **options: Any) -> BrowserContext:
    context = browser.new_context(base_url=url, locale="ja-JP", **options)
    context.set_default_timeout(15_000)
    watch.listen(context)
    if person:
        context.add_cookies(sign_in_cookies(person, url))
    return context


def sign_in_cookies(person: str, url: str) -> list[dict[str, str]]:
    """The session of somebody who has just typed the password, without the typing."""
    cache.clear()  # the suite signs in more often in a minute than the limit lets a person
    client = Client()
    response = client.post("/accounts/login/", {"login": ADDRESSES[person], "password": PASSWORD})
    assert response.status_code == 302
    if person == "helper":
        consent = {"act": "support", "support-consent": "11月22日14時、電話で、返信を代わりに書くことに同意"}
        assert client.post(f"/admin/people/{demo_person('supporter').pk}/", consent).status_code == 302
    return [{"name": name, "value": morsel.value, "url": url} for name, morsel in client.cookies.items() if morsel.value]


@pytest.fixture
def shots() -> Callable[..., None]:
    """Keeps a picture of a state, on a desk and on a phone, where BANSOU_SHOTS names a folder; for people to look at."""
    folder = os.environ.get("BANSOU_SHOTS")

    def _shots(page: Page, name: str, *, small: bool = True) -> None:
        if not folder:
            return
        for size in (DESK, PHONE) if small else (DESK,):
            page.set_viewport_size(size)
            page.screenshot(path=f"{folder}/{name}-{size['width']}.png", full_page=True)
        page.set_viewport_size(DESK)

    return _shots
