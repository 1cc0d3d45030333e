"""Feeds of cases hold what everybody may read, whole, and nothing else; a reader that has it is told so."""

import datetime

import pytest
from django.utils import timezone

from accounts.audiences import Audience
from cases.actions import withdraw_case
from cases.models import Case, CaseKeyword, Keyword
from cases.statuses import Status
from tests.factories import make_case, make_full_case
from tests.lists.atom_rules import entries_of, parsed

pytestmark = pytest.mark.django_db

FEED = "/feeds/cases.xml"


def test_a_case_stands_in_the_feeds_with_its_name_for_good_and_its_page(visitor, supporter, reviewer):
    case = make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED, title="班長の昼休み")
    CaseKeyword.objects.create(content_object=case, tag=(keyword := Keyword.objects.create(name="沈黙")))

    for address in (FEED, "/feeds/cases/walls/see.xml", f"/feeds/cases/keywords/{keyword.pk}.xml"):
        response = visitor.get(address)
        (entry,) = entries_of(response.content)

        assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
        assert entry["id"] == f"tag:testserver,2026:cases/{case.pk}"
        assert entry["link"] == f"http://testserver/cases/{case.pk}/"
        assert entry["title"] == "班長の昼休み"
        assert entry["author"] == "商工会の支援者"  # a visitor does not read who
    assert not entries_of(visitor.get("/feeds/cases/walls/lack.xml").content)
    assert visitor.get("/feeds/cases/walls/none.xml").status_code == 404


def test_a_feed_has_every_public_word_of_the_story_and_no_other(client_of, supporter, reviewer, owner):
    full = make_full_case(author=supporter, reviewer=reviewer)
    answers = [client_of(person).get(FEED).content.decode() for person in (supporter, owner)]

    assert answers[0] == answers[1]  # whoever asks
    hidden = full.words_for(*(set(Audience) - {Audience.PUBLIC}))
    assert hidden
    assert not [word for word in hidden if word in answers[0]]
    elsewhere = (
        "casefigure",
        "case.picture",
        "casemember",
        "followup",
    )  # pictures, the team and what came later stand on the page alone
    told = {key for key, audience in full.audiences.items() if audience == Audience.PUBLIC and not key.startswith(elsewhere)}
    assert not [key for key in told if full.words[key] not in answers[0]]


@pytest.mark.parametrize("status", [Status.DRAFT, Status.SUBMITTED, Status.RETURNED, Status.EXPIRED, Status.WITHDRAWN])
def test_what_is_not_published_is_in_no_feed(visitor, supporter, reviewer, status):
    make_case(author=supporter, reviewer=reviewer, status=status, title="まだ見えない事例")

    assert not entries_of(visitor.get(FEED).content)


def test_a_case_for_supporters_is_in_no_feed_theirs_neither(client_of, supporter, reviewer):
    make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED, disclosure="members")

    assert not entries_of(client_of(supporter).get(FEED).content)


def test_a_withdrawn_case_leaves_the_feed_at_once_and_who_had_it_is_told(visitor, supporter, reviewer):
    case = make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED)
    before = visitor.get(FEED)
    withdraw_case(case=case, by=supporter, reason="同意の取り消し")
    after = visitor.get(FEED, headers={"If-None-Match": before["ETag"]})

    assert len(entries_of(before.content)) == 1
    assert after.status_code == 200
    assert not entries_of(after.content)


def test_who_has_the_feed_gets_no_second_copy_and_costs_one_query(visitor, supporter, reviewer, django_assert_num_queries):
    make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED)
    first = visitor.get(FEED)

    for condition in ({"If-None-Match": first["ETag"]}, {"If-Modified-Since": first["Last-Modified"]}):
        with django_assert_num_queries(1):  # the version of the content
            again = visitor.get(FEED, headers=condition)
        assert again.status_code == 304
        assert not again.content
        assert again["ETag"] == first["ETag"]
    assert first["Cache-Control"] == "public, no-cache"
    assert not first.cookies


def test_a_new_version_is_on_top_with_its_moment(visitor, supporter, reviewer):
    older, newer = (
        make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED, title=f"{name}の事例") for name in "甲乙"
    )
    visitor.get(FEED)
    now = timezone.now() + datetime.timedelta(minutes=5)
    Case.objects.filter(pk=older.pk).update(last_published_at=now)
    feed = visitor.get(FEED)

    assert [entry["title"] for entry in entries_of(feed.content)] == ["甲の事例", "乙の事例"]
    assert parsed(feed.content).findtext("{*}updated") == entries_of(feed.content)[0]["updated"]
    assert newer.last_published_at.isoformat(timespec="seconds")[:10] in entries_of(feed.content)[1]["updated"]


def test_twenty_cases_ask_as_much_as_one(visitor, supporter, reviewer, django_assert_num_queries):
    for count in (1, 3):
        for _ in range(count):
            make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED)
        with django_assert_num_queries(3):  # version, cases, their rows
            assert visitor.get(FEED).status_code == 200


def test_a_sample_says_so(visitor, supporter, reviewer):
    case = make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED, title="見本の話")
    Case.objects.filter(pk=case.pk).update(is_sample=True)
    (entry,) = entries_of(visitor.get(FEED).content)

    assert entry["title"] == "見本の話（見本・架空の事例）"
    assert "見本（架空の事例）" in entry["content"]


def test_characters_that_no_xml_may_hold_break_no_feed(visitor, supporter, reviewer):
    case = make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED)
    Case.objects.filter(pk=case.pk).update(title="改行\x0bと<b>&制御\x02文字")

    assert entries_of(visitor.get(FEED).content)[0]["title"] == "改行と<b>&制御文字"


def test_pages_name_their_feeds(visitor):
    for page, feed in (
        ("/", FEED),
        ("/cases/", FEED),
        ("/walls/see/", "/feeds/cases/walls/see.xml"),
        ("/", "/feeds/knowhow.xml"),
    ):
        html = visitor.get(page).content.decode()
        assert 'rel="alternate" type="application/atom+xml"' in html, page
        assert f'href="{feed}"' in html, page
