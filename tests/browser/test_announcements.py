"""A visitor closes the banner, and his browser remembers it; without JavaScript the banner just stays. The signed-in close it for good."""

import datetime
import re

import pytest
from django.core.cache import caches
from django.utils import timezone
from playwright.sync_api import expect

from bansou.announcements.models import Announcement
from tests.browser.axe import axe_findings
from tests.browser.conftest import DESK, PHONE


@pytest.fixture
def bannered(own_site):
    Announcement.objects.update(banner_until=timezone.now() + datetime.timedelta(days=1))
    caches["moments"].clear()
    yield own_site
    caches["moments"].clear()


def test_a_visitor_closes_the_banner_and_it_stays_closed(bannered, browse, shots):
    page = browse(viewport=PHONE)
    page.goto("/cases/")
    shots(page, "banner-visitor")
    assert not axe_findings(page)
    page.get_by_role("button", name=re.compile("年末年始")).click()
    expect(page.locator(".announcement-bar__one")).to_be_hidden()
    page.goto("/knowhow/")
    expect(page.locator(".announcement-bar__one")).to_be_hidden()

    assert page.context.cookies() == []


@pytest.mark.parametrize("person", ["", "reader"])
def test_without_javascript_the_banner_leads_on_and_only_the_signed_in_close_it(bannered, browse, person):
    page = browse(person, viewport=DESK, java_script_enabled=False)
    page.goto("/cases/?wall=see")
    button = page.get_by_role("button", name=re.compile("^閉じる.*年末年始"))
    if person:
        button.click()
        page.wait_for_url(re.compile(r"/cases/\?wall=see$"))
        expect(page.locator(".announcement-bar")).to_have_count(0)
    else:
        expect(button).to_have_count(0)
        page.locator(".announcement-bar").get_by_role("link", name="年末年始の審査").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("年末年始の審査")
