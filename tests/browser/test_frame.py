"""What every page of the site owes its reader."""

import re

import pytest

from tests.browser.axe import axe_findings
from tests.browser.conftest import DESK, PHONE
from tests.browser.pages import PAGES, PageType
from tests.browser.watching import scroll_width

NARROW = {"width": 320, "height": 640}


@pytest.mark.parametrize("kind", PAGES, ids=lambda kind: kind.name)
def test_axe_finds_nothing_and_the_page_fits_a_narrow_window_has_one_heading_and_carries_the_policy(
    site, browse, look, kind: PageType
):
    """One visit for all of it: opening the page costs more than asking. A page that is in the table once more is asked on the phone alone."""
    page = browse(kind.person) if kind.prepare else look(kind.person)

    answer = kind.open(page, site.holdings)

    found = []
    for size in (PHONE,) if kind.again else (DESK, PHONE):
        page.set_viewport_size(size)
        found += [f"{size['width']} px: {finding}" for finding in axe_findings(page)]
    page.set_viewport_size(NARROW)
    width = scroll_width(page)
    assert not found, "\n".join(found)
    assert width["content"] <= width["window"], width
    assert page.locator("h1").count() == 1
    assert page.locator("html").get_attribute("lang") == ("en" if page.url.endswith("/en/") else "ja")
    assert page.title().endswith((" | 伴走", " | Bansou"))
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_every_page_has_a_title_of_its_own(site, look):
    # The browsers that are kept: who begins to act for somebody anew ends the session of the one before.
    people = {person: look(person) for person in ("", "reader", "supporter", "staff", "helper")}
    titles: dict[str, list[str]] = {}

    for kind in PAGES:
        if not kind.again:
            text = people[kind.person].request.get(kind.path_in(site.holdings)).text()
            title = re.search(r"<title>(.*?)</title>", text, re.DOTALL).group(1)
            titles.setdefault(title, []).append(kind.name)

    assert not {title: names for title, names in titles.items() if len(names) > 1}


@pytest.mark.parametrize(
    "path", ["/", "/about/", "/cases/", "/cases/{published}/", "/knowhow/", "/knowhow/topics/{topic}/", "/search/?q=気づき"]
)
def test_a_visitor_gets_no_cookie_from_a_public_page(site, browse, path):
    page = browse()

    page.goto(path.format(**vars(site.holdings)))

    assert page.context.cookies() == []
