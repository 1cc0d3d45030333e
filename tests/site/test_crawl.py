"""What a visitor, and a search engine, finds when following every link of the filled site."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import transaction
from django.test import Client, override_settings

from bansou.explainer.models import ExplainerPage
from bansou.operations.demo import load_demo
from tests.site.crawling import Crawl, Seen, crawl

pytestmark = pytest.mark.audit
#: What each kind of data must say, after schema.org and what search engines ask for.
REQUIRED = {
    "Article": {"headline", "description", "datePublished", "dateModified", "author", "publisher", "image", "mainEntityOfPage"},
    "BreadcrumbList": {"itemListElement"},
    "QAPage": {"mainEntity"},
    "DefinedTerm": {"name", "description", "inDefinedTermSet"},
    "DefinedTermSet": {"name"},
    "Course": {"name", "description", "provider"},
}
#: Pictures of each kind of thing that are really drawn.
DRAWN = 2


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """The filled site with its samples, walked through once, and what else is looked up in it meanwhile."""
    # As the tests of a room do (tests/conftest.py), which have it for each test.
    for cache in settings.CACHES:
        caches[cache].clear()
    with (
        django_db_blocker.unblock(),
        override_settings(DEMO_ALLOWED=True, MEDIA_ROOT=tmp_path_factory.mktemp("media"), BASE_URL="https://example.jp"),
        transaction.atomic(),
    ):
        load_demo()
        client = Client()
        found = crawl(client)
        chapters = {page.url_path.removeprefix("/top") for page in ExplainerPage.objects.live()}
        yield {"crawl": found, "chapters": chapters, "pictures": _drawn(client, found)}
        transaction.set_rollback(True)


@pytest.fixture
def found(site: dict[str, Any]) -> Crawl:
    """The walk."""
    walked: Crawl = site["crawl"]
    return walked


def _drawn(client: Client, found: Crawl) -> dict[str, tuple[int, str, bytes]]:
    """The answers to some of the pictures that pages name, a few of each kind."""
    addresses = sorted({page.head.get("og:image", "").removeprefix(settings.BASE_URL) for page in _to_be_found(found)})
    kinds = groupby(addresses, key=lambda address: address.split("/")[2] if address else "")
    chosen = [address for _, group in kinds for address in list(group)[:DRAWN]]
    answers = {address: client.get(address) for address in chosen}
    return {address: (answer.status_code, answer.headers["Content-Type"], answer.content) for address, answer in answers.items()}


def _to_be_found(found: Crawl) -> list[Seen]:
    return [found.pages[path] for path in sorted(found.sitemap)]


def test_no_link_leads_to_nothing(found):
    dead = set()
    for link in found.links:
        target = found.pages.get(link.target.partition("#")[0])
        # Who is not signed in is asked to; nothing else sends a reader on.
        if target and target.status != 200 and not target.leads_to.startswith("/accounts/login/"):
            dead.add(f"{link.page} → {link.target}: {target.status} {target.leads_to}")

    assert len(found.links) > 1000
    assert not dead, "\n".join(sorted(dead))


def test_every_link_into_a_page_leads_to_a_place_in_it(found):
    lost = set()
    for link in found.links:
        address, _, place = link.target.partition("#")
        page = found.pages.get(address)
        # With a wall or a card chosen a page folds some of itself away.
        is_whole = "?" not in address
        if place and is_whole and page and page.status == 200 and page.text and place not in page.ids:
            lost.add(f"{link.page} → {link.target}")

    assert not lost, "\n".join(sorted(lost))


def test_a_link_to_another_site_is_a_whole_address(found):
    bad = {
        f"{link.page}: {link.target}"
        for link in found.outer
        if (parts := urlsplit(link.target)).scheme not in ("http", "https") or "." not in parts.netloc or " " in link.target
    }

    assert not bad, "\n".join(sorted(bad))


def test_the_sitemap_names_what_visitors_reach_and_nothing_else(found):
    opened = {path for path in found.sitemap if found.pages[path].is_to_be_found}

    assert found.sitemap - opened == set(), "in the sitemap, and not to be found"
    assert found.reached - found.sitemap == set(), "missing in the sitemap, and without noindex"
    assert found.sitemap - found.reached - {"/"} == set(), "orphans"


def test_every_page_has_a_title_a_description_an_address_a_picture_and_a_place(found):
    wanting = []
    for page in _to_be_found(found):
        head = page.head
        wanting += [
            f"{page.address}: {name}"
            for name in ("description", "og:title", "og:description")
            if len(head.get(name, "").strip()) < 2
        ]
        if not page.title.removesuffix(" | 伴走").strip():
            wanting.append(f"{page.address}: title")
        if head.get("canonical") != f"https://example.jp{page.address}" or head["og:url"] != head["canonical"]:
            wanting.append(f"{page.address}: canonical {head.get('canonical')}")
        if not head.get("og:image", "").startswith("https://example.jp/share/"):
            wanting.append(f"{page.address}: picture")
        if page.address != "/" and not any(block["@type"] == "BreadcrumbList" for block in page.data):
            wanting.append(f"{page.address}: breadcrumb")

    assert not wanting, "\n".join(wanting)


def test_no_two_pages_have_the_same_title(found):
    titles = sorted((page.title, page.address) for page in _to_be_found(found))
    same = [(title, [address for _, address in group]) for title, group in groupby(titles, key=lambda pair: pair[0])]

    assert [entry for title, entry in same if len(entry) > 1] == []


def test_every_chapter_says_when_it_was_changed_and_what_it_rests_on(found, site):
    chapters = [found.pages[path] for path in sorted(site["chapters"])]

    assert len(chapters) >= 12
    for page in chapters:
        assert "更新日 <time" in page.text, page.address
        assert "確認）" in page.text[page.text.index('id="page-sources-title"') :], page.address


def test_what_pages_tell_machines_is_complete(found):
    kinds = set()
    for page in found.pages.values():
        for block in page.data:
            kinds.add(block["@type"])
            assert block["@context"] == "https://schema.org", page.address
            assert not REQUIRED[block["@type"]] - set(block), (page.address, block)
            if block["@type"] == "BreadcrumbList":
                items = block["itemListElement"]
                assert [item["position"] for item in items] == list(range(1, len(items) + 1)), page.address
                assert all(item["name"] and item.get("item", "https://").startswith("https://") for item in items), page.address
                assert all("item" in item for item in items[:-1]), page.address
            if block["@type"] == "QAPage":
                question = block["mainEntity"]
                assert {"name", "text", "answerCount", "acceptedAnswer"} <= set(question), page.address
                assert {"text", "url", "author", "datePublished"} <= set(question["acceptedAnswer"]), page.address

    assert set(REQUIRED) == kinds


def test_the_language_of_each_page_is_said(found):
    for page in _to_be_found(found):
        is_english = page.address == "/en/"
        assert f'<html lang="{"en" if is_english else "ja"}">' in page.text, page.address
        assert page.head["og:locale"] == ("en_US" if is_english else "ja_JP"), page.address
    assert '<header class="site-header" lang="ja">' in found.pages["/en/"].text


def test_the_pictures_that_pages_name_are_there(site):
    pictures = site["pictures"]

    assert {address.split("/")[2] for address in pictures} >= {"cases", "lessons", "pages", "questions", "terms", "topics"}
    for address, (status, kind, content) in pictures.items():
        assert (status, kind) == (200, "image/png"), address
        assert content[:8] == b"\x89PNG\r\n\x1a\n", address
        assert len(content) < 100_000, address
