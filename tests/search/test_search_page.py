"""The search page in a browser without JavaScript."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.models import Case
from knowhow.models import Topic
from tests.search.hostile import HOSTILE

pytestmark = pytest.mark.django_db
ADDRESS = "/search/"


def text_of(response):
    return response.content.decode()


def test_a_visitor_finds_a_case_and_gets_no_cookie(visitor, write_case):
    case = write_case(title="社長が気づいた日", is_sample=True)

    response = visitor.get(ADDRESS, {"q": "気付き"})

    page = text_of(response)
    assert f'<a href="/cases/{case.pk}/">社長が<mark>気づいた</mark>日</a>' in page
    assert "見本（架空の事例）" in page
    assert re.search(r"<time[^>]*>\d{4}年\d+月\d+日</time>", page)
    assert not response.cookies


def test_a_page_and_a_topic_lead_to_their_addresses(visitor, write_page, write_topic):
    page = write_page(title="対話という道具", slug="dialogue")
    topic = write_topic(title="対話がつづかない")

    shown = text_of(visitor.get(ADDRESS, {"q": "対話"}))

    assert f'href="{page.get_url()}"' in shown
    assert f'href="{topic.get_absolute_url()}"' in shown


def test_without_words_the_page_explains_itself(visitor):
    for query in ({}, {"q": ""}, {"q": " 　 "}):
        assert "さがし方" in text_of(visitor.get(ADDRESS, query))


def test_nothing_found_says_what_to_try(visitor):
    page = text_of(visitor.get(ADDRESS, {"q": "天文学"}))

    assert "見つかりませんでした" in page
    for address in ("/walls/", "/cases/", "/knowhow/"):
        assert f'<a href="{address}">' in page


def test_particles_alone_are_answered_with_a_hint(visitor, write_case):
    write_case()

    assert "このことばでは検索できません" in text_of(visitor.get(ADDRESS, {"q": "の"}))


def test_if_only_some_words_are_found_the_page_says_so(visitor, write_case):
    write_case(title="朝礼の話")

    assert "すべてのことばを含むものはありませんでした" in text_of(visitor.get(ADDRESS, {"q": "朝礼　天文学"}))


@pytest.mark.parametrize("rest", [{}, {"kind": "nothing", "page": "x"}, {"kind": "cases", "page": "99999999999999999999"}])
def test_odd_input_is_answered(visitor, write_case, rest):
    write_case()

    for query in HOSTILE:
        response = visitor.get(ADDRESS, {"q": query.encode("utf-8", "replace").decode()} | rest)

        assert response.status_code == 200, query
        assert "<script>alert" not in text_of(response)


@pytest.mark.parametrize(
    "address",
    [
        "/search/?q=%00",
        "/search/?q=%ff%fe",
        "/search/?q=%E3%81",
        "/search/?q[]=a",
        "/search/?q=a&q=%27",
        "/search/?page=-1&q=a",
        "/search/?page=%E2%91%A0&q=a",
    ],
)
def test_broken_addresses_are_answered(visitor, address):
    assert visitor.get(address).status_code == 200


def test_only_reading_is_possible(visitor):
    assert visitor.post(ADDRESS, {"q": "社長"}).status_code == 405


def test_a_kind_without_results_leads_back_to_all(visitor, write_case):
    write_case(title="朝礼の話")

    page = text_of(visitor.get(ADDRESS, {"q": "朝礼", "kind": "knowhow"}))

    assert "この区分には見つかりませんでした" in page


def test_the_next_page_keeps_words_and_kind(visitor, write_case):
    for number in range(21):
        write_case(title=f"工場の話{number}", published=False)
    Case.objects.update(live=True)

    page = text_of(visitor.get(ADDRESS, {"q": "工場", "kind": "cases"}))

    assert 'rel="next" href="?q=%E5%B7%A5%E5%A0%B4&amp;kind=cases&amp;page=2"' in page
    assert "21件（1／3ページ）" in page


def test_one_result_and_fifty_cost_the_same_queries(visitor, supporter, client_of, write_case, write_topic, write_page):
    clients = [visitor, client_of(supporter)]

    def queries(client, query, kind=""):
        client.get(ADDRESS, {"q": query, "kind": kind})
        with CaptureQueriesContext(connection) as asked:
            client.get(ADDRESS, {"q": query, "kind": kind})
        return len(asked)

    write_page(title="工場を歩く")
    write_case(title="工場の話", questions=("工場では何を見ますか。",))
    write_topic(title="工場を歩くこつ", replies=("工場長に聞きます。",))
    at_one = [[queries(client, "工場", kind) for kind in ("", "cases", "knowhow")] for client in clients]
    for number in range(49):
        write_case(title=f"工場の話{number}", questions=("工場では何を見ますか。",), published=False)
        write_topic(title=f"工場を歩くこつ{number}", replies=("工場長に聞きます。",))
    Case.objects.update(live=True, first_published_at=timezone.now())
    assert Topic.objects.count() == 50

    for client, few in zip(clients, at_one, strict=True):
        many = [queries(client, "工場", kind) for kind in ("", "cases", "knowhow")]

        assert many[1:] == few[1:]
        # A page that shows fewer kinds asks for fewer; none asks for more than a page with all kinds.
        assert many[0] <= few[0]
        assert max(*few, *many, queries(client, "工場 天文学")) <= 12


def test_the_page_is_not_for_search_engines(visitor):
    assert '<meta name="robots" content="noindex">' in text_of(visitor.get(ADDRESS, {"q": "社長"}))
