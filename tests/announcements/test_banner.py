"""The banner stands on every page for its time, for whom it is for, until he closes it; and costs a page next to nothing."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bansou.announcements.actions import stop_announcement
from bansou.announcements.circles import Circle
from bansou.announcements.models import PutAside

pytestmark = pytest.mark.django_db

PAGES = ("/", "/cases/", "/knowhow/", "/announcements/")
BAR = 'class="announcement-bar'


@pytest.fixture
def until() -> datetime.datetime:
    return timezone.now() + datetime.timedelta(days=1)


def _banner(client, address: str) -> str:
    html = client.get(address).content.decode()
    return html.partition(BAR)[2].partition("</aside>")[0]


def test_it_stands_on_every_page_for_whom_it_is_for(announce, until, visitor, client_of, supporter, member):
    announce(title="支援者への連絡", circle=Circle.SUPPORTERS, banner_until=until)

    for page in PAGES:
        assert "支援者への連絡" in _banner(client_of(supporter), page), page
        assert not _banner(client_of(member), page), page
        assert not _banner(visitor, page), page


def test_visitors_see_what_is_for_them_without_a_cookie_or_a_token(announce, until, visitor):
    announce(title="どなたにも", banner_until=until, for_visitors=True)
    response = visitor.get("/")

    assert "どなたにも" in _banner(visitor, "/")
    assert "csrfmiddlewaretoken" not in _banner(visitor, "/")
    assert not response.cookies


def test_without_one_nothing_is_there_and_nothing_is_asked(visitor, announce, client_of, member, django_assert_num_queries):
    announce(title="ページの上には出さない")
    visitor.get("/announcements/")

    assert BAR not in visitor.get("/").content.decode()
    with django_assert_num_queries(1):  # the list itself
        visitor.get("/announcements/")


def test_it_costs_visitors_no_query_and_the_signed_in_one(announce, until, visitor, client_of, member):
    def asked(client) -> int:
        client.get("/announcements/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/announcements/")
        return len(captured)

    announce()
    reader = client_of(member)
    before = asked(visitor), asked(reader)
    announce(banner_until=until, for_visitors=True)

    assert (asked(visitor), asked(reader)) == (before[0], before[1] + 1)
    assert _banner(reader, "/announcements/")


def test_who_closes_it_has_closed_it_everywhere_and_stays_where_he_was(announce, until, client_of, member, supporter):
    announcement = announce(banner_until=until)
    reader = client_of(member)
    response = reader.post(f"/announcements/{announcement.pk}/put-aside/", {"back": "/cases/?wall=see"})
    reader.post(f"/announcements/{announcement.pk}/put-aside/", {"back": "/"})

    assert response["Location"] == "/cases/?wall=see"
    assert not any(_banner(reader, page) for page in PAGES)
    assert _banner(client_of(supporter), "/")
    assert PutAside.objects.count() == 1
    assert reader.get(announcement.get_absolute_url()).status_code == 200


def test_closing_leads_to_no_other_site(announce, until, client_of, member):
    announcement = announce(banner_until=until)

    for elsewhere in ("https://example.com/", "//example.com/", "javascript:alert(1)", ""):
        assert client_of(member).post(f"/announcements/{announcement.pk}/put-aside/", {"back": elsewhere})["Location"] == "/"


def test_its_time_ends_also_where_it_is_remembered(announce, visitor, monkeypatch):
    announce(banner_until=timezone.now() + datetime.timedelta(minutes=1), for_visitors=True)
    assert _banner(visitor, "/")
    later = timezone.now() + datetime.timedelta(minutes=2)
    monkeypatch.setattr("bansou.announcements.banners.timezone.now", lambda: later)

    assert not _banner(visitor, "/")


def test_a_stopped_one_goes_at_once_from_this_process(announce, until, visitor, editor, django_capture_on_commit_callbacks):
    announcement = announce(banner_until=until, for_visitors=True)
    assert _banner(visitor, "/")
    with django_capture_on_commit_callbacks(execute=True):
        stop_announcement(by=editor, announcement=announcement, reason="日付を誤りました")

    assert not _banner(visitor, "/")


def test_two_stand_there_at_most_the_newest_first(announce, until, visitor):
    for title in ("一つめの連絡", "二つめの連絡", "三つめの連絡"):
        announce(title=title, banner_until=until, for_visitors=True)
    banner = _banner(visitor, "/")

    assert banner.index("三つめの連絡") < banner.index("二つめの連絡")
    assert "一つめの連絡" not in banner
