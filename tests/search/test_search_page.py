"""The search page in a browser without JavaScript."""

import re
from datetime import timedelta
from html import unescape
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bansou.search.backend import index_now
from bansou.search.page import in_words
from cases.models import Case, CaseWall
from knowhow.models import Board, Topic
from tests.search.hostile import HOSTILE

pytestmark = pytest.mark.django_db
ADDRESS = "/search/"


def text_of(response):
    return response.content.decode()


@pytest.mark.parametrize(
    ("count", "is_rough", "words"),
    [
        (0, True, "0件"),
        (13, False, "13件"),
        (672, False, "672件"),
        (672, True, "約670件"),
        (9_960, True, "約10,000件"),
        (12_000, False, "10,000件以上"),
    ],
)
def test_a_number_of_a_sample_is_said_as_exactly_as_it_is_known(count, is_rough, words):
    assert in_words(count, is_rough=is_rough) == words


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


def test_a_tab_widens_what_a_typed_kind_narrowed(visitor, write_case):
    write_case(title="老舗の旅館")

    html = visitor.get("/search/?q=旅館+種類:広場").content.decode()

    assert f'href="?q={quote("旅館")}"' in html
    assert f'href="?q={quote("旅館")}&amp;kind=cases"' in html


def test_the_next_page_keeps_words_and_kind_and_leads_back_to_the_beginning(visitor, write_case):
    for number in range(21):
        write_case(title=f"工場の話{number}")
    seen, address = [], "?q=工場&kind=cases"

    while address:
        page = text_of(visitor.get(f"{ADDRESS}{address}"))
        seen += re.findall(r'<h2 class="search-result__title"><a href="([^"]+)"', page)
        assert "21件" in page
        assert (">はじめに戻る</a>" in page) == (len(seen) > 10)
        following = re.search(r'rel="next" href="([^"]+)">次へ', page)
        address = unescape(following[1]) if following else ""
        assert not address or "kind=cases" in address

    assert len(seen) == len(set(seen)) == 21


def test_a_broken_mark_of_a_page_is_the_first_page(visitor, write_case):
    write_case(title="工場の話")

    for mark in ("x", "-1", "9" * 400, "%00", "1.5.5"):
        assert "1件" in text_of(visitor.get(f"{ADDRESS}?q=工場&after={mark}"))


def conditions_of(page: str) -> dict[str, str]:
    """The offered conditions: address by label."""
    found = re.findall(
        r'<a class="facet-links__link" href="([^"]+)" rel="nofollow"><span>([^<]+)</span> <small>([^<]+)</small>', page
    )
    return {f"{label} {count}": unescape(url) for url, label, count in found}


def write_at_walls(write_case, **walls):
    for title, names in walls.items():
        case = write_case(title=f"工場の話 {title}")
        for wall in names:
            CaseWall.objects.create(case=case, wall=wall)
        index_now(case)


def test_results_are_narrowed_by_a_press_and_widened_by_another(visitor, write_case):
    write_at_walls(write_case, one=["see"], two=["see", "face"], none=[])

    page = text_of(visitor.get(ADDRESS, {"q": "工場"}))
    narrowed = text_of(visitor.get(ADDRESS + conditions_of(page)["②向き合わない 1件"]))
    (way_back,) = re.findall(r'<a class="condition-chip" href="([^"]+)">', narrowed)
    widened = text_of(visitor.get(ADDRESS + unescape(way_back)))

    assert "①見えない 2件" in conditions_of(page)
    assert "②向き合わない" in narrowed
    assert re.findall(r'<h2 class="search-page__count"[^>]*>([^<]+)', narrowed) == ["1件"]
    assert not any(label.startswith("②") for label in conditions_of(narrowed))
    assert re.findall(r'<h2 class="search-page__count"[^>]*>([^<]+)', widened) == ["3件"]


def test_conditions_stay_when_other_words_are_typed(visitor, write_case):
    write_at_walls(write_case, one=["see"])

    page = text_of(visitor.get(ADDRESS, {"q": "工場", "wall": "1", "kind": "cases"}))

    form = re.search(r'<form class="search-box.*?</form>', page, re.DOTALL)[0]
    assert '<input type="hidden" name="wall" value="1">' in form
    assert '<input type="hidden" name="kind" value="cases">' in form


def test_the_name_of_a_board_for_supporters_is_told_to_supporters_alone(visitor, supporter, client_of, write_topic):
    board = Board.objects.create(slug="inner-room", name="奥の間", purpose="話す", audience="supporter")
    write_topic(title="工場の話をしましょう", board=board)

    for asked in ({"q": "工場"}, {"q": "工場", "board": "inner-room"}):
        assert "奥の間" not in text_of(visitor.get(ADDRESS, asked))
        assert "奥の間" in text_of(client_of(supporter).get(ADDRESS, asked))


def test_conditions_count_only_what_the_person_may_see(visitor, other_supporter, client_of, write_case):
    write_at_walls(write_case, one=["see"])
    Case.objects.update(disclosure="members")
    write_at_walls(write_case, two=["see"])

    assert "①見えない 1件" in conditions_of(text_of(visitor.get(ADDRESS, {"q": "工場"})))
    assert "①見えない 2件" in conditions_of(text_of(client_of(other_supporter).get(ADDRESS, {"q": "工場"})))


def test_the_newest_comes_first_where_that_is_wished(visitor, write_case):
    for days, title in ((1, "工場の話、昨日"), (30, "工場の話、工場のこと、工場"), (3, "工場の話、三日前")):
        case = write_case(title=title, published=False)
        case.live, case.first_published_at = True, timezone.now() - timedelta(days=days)
        case.save()
        index_now(case)

    page = text_of(visitor.get(ADDRESS, {"q": "工場", "sort": "new"}))

    titles = [re.sub("<[^>]+>", "", title) for title in re.findall(r'<h2 class="search-result__title">(.*?)</h2>', page)]
    assert titles == ["工場の話、昨日", "工場の話、三日前", "工場の話、工場のこと、工場"]
    assert '<a href="?q=%E5%B7%A5%E5%A0%B4&amp;sort=new" rel="nofollow" aria-current="true">新しい順</a>' in page


def test_what_was_not_found_becomes_the_title_of_a_question(visitor, supporter, client_of):
    page = text_of(client_of(supporter).get(ADDRESS, {"q": "天文学の補助"}))
    address = unescape(re.search(r'href="([^"]+)">この内容で質問する', page)[1])

    form = text_of(client_of(supporter).get(address))

    assert 'value="天文学の補助"' in form
    assert "ログインして、この内容で質問する" in text_of(visitor.get(ADDRESS, {"q": "天文学の補助"}))


def test_reasons_are_shown_to_staff_who_ask_and_to_nobody_else(visitor, supporter, reviewer, client_of, write_case):
    write_case(title="工場の話")
    asked = {"q": "工場", "why": "1"}

    assert "理由：" in text_of(client_of(reviewer).get(ADDRESS, asked))
    assert "並び順の理由を見る" in text_of(client_of(reviewer).get(ADDRESS, {"q": "工場"}))
    for client in (visitor, client_of(supporter)):
        page = text_of(client.get(ADDRESS, asked))
        assert "理由：" not in page
        assert "並び順の理由" not in page


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
