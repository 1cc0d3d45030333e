"""The list: conditions in the address, honest counts, the same queries however many cases."""

import itertools

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.facets import AREA
from cases.models import Theme
from cases.statuses import Status
from cases.vocabularies import Industry
from tests.factories import make_case

pytestmark = pytest.mark.django_db
LIST = "/cases/"


@pytest.fixture
def published(supporter, reviewer):
    def publish(**fields):
        return make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED, **fields)

    return publish


def _counts(client, query: str = "") -> dict[str, dict[str, int]]:
    facets = client.get(LIST + query).context["listing"]["facets"]
    return {facet.name: {option.value: option.count for option in facet.options if option.count} for facet in facets}


def test_conditions_of_one_group_are_or_and_of_two_groups_and(published, visitor):
    published(title="壁①の製造業", walls=("see",), industry="E")
    published(title="壁②の製造業", walls=("face",), industry="E")
    published(title="壁①の建設業", walls=("see",), industry="D")

    both_walls = visitor.get(LIST + "?wall=see&wall=face")
    wall_and_industry = visitor.get(LIST + "?wall=see&industry=D")

    assert both_walls.context["listing"]["count"] == 3
    assert [case.title for case in wall_and_industry.context["listing"]["page"].items] == ["壁①の建設業"]


def test_a_count_says_how_many_cases_the_condition_would_leave(published, visitor):
    published(walls=("see", "follow"), industry="E", area="03", themes=("sales", "plan"))
    published(walls=("see",), industry="D", area="block-tohoku", themes=("sales",))
    published(walls=("lack",), industry="D", area="23", themes=("other",))

    counts = _counts(visitor, "?industry=D")

    assert counts["industry"] == {"E": 1, "D": 2}
    assert counts["wall"] == {"see": 1, "lack": 1}
    assert counts["area"] == {"block-tohoku": 1, "block-chubu": 1, "23": 1}
    assert counts["theme"] == {"sales": 1, "other": 1}
    for facet, options in counts.items():
        for value, count in options.items():
            if facet != "industry":
                assert visitor.get(f"{LIST}?industry=D&{facet}={value}").context["listing"]["count"] == count


def test_a_block_holds_its_prefectures(published, visitor):
    published(area="03")
    published(area="block-tohoku")
    published(area="23")

    assert visitor.get(LIST + "?area=block-tohoku").context["listing"]["count"] == 2
    assert visitor.get(LIST + "?area=03").context["listing"]["count"] == 1


def test_a_case_with_one_theme_twice_counts_once(published, visitor):
    published(themes=("sales",))

    assert _counts(visitor)["theme"] == {"sales": 1}


@pytest.mark.parametrize(
    "query",
    [
        "?wall=nowhere",
        "?industry=%00",
        "?theme=" + "長" * 500,
        "?after=xx",
        "?before=%F0%9F%98%80",
        "?after=WzEsMl0",
        "?area=99&size=x",
    ],
)
def test_odd_addresses_are_answered(query, published, visitor):
    published()

    response = visitor.get(LIST + query)

    assert response.status_code == 200
    assert response.context["listing"]["count"] == 1


def test_pages_follow_each_other_without_gaps_or_repeats(published, visitor):
    for number in range(17):
        published(title=f"事例{number:02}")

    first = visitor.get(LIST)
    second = visitor.get(LIST + first.context["listing"]["page"].next_query)
    back = visitor.get(LIST + second.context["listing"]["page"].previous_query)

    titles = [case.title for page in (first, second) for case in page.context["listing"]["page"].items]
    assert sorted(titles) == [f"事例{number:02}" for number in range(17)]
    assert [case.pk for case in back.context["listing"]["page"].items] == [
        case.pk for case in first.context["listing"]["page"].items
    ]
    assert not second.context["listing"]["page"].next_query


@pytest.mark.parametrize("address", ["list", "detail"])
def test_queries_are_few_and_the_same_at_few_and_many_rows(address, published, supporter, client_of, visitor):
    browsers = [visitor, client_of(supporter)]
    case = published(episodes=3)
    many = published(episodes=40)

    def queries(url: str) -> list[int]:
        asked = []
        for browser in browsers:
            browser.get(url)
            caches["pages"].clear()
            with CaptureQueriesContext(connection) as captured:
                assert browser.get(url).status_code == 200
            asked.append(len(captured))
        return asked

    if address == "detail":
        few, lots = queries(case.get_absolute_url()), queries(many.get_absolute_url())
    else:
        few = queries(LIST)
        for number in range(48):
            published(title=f"事例{number}", walls=("see", "face", "act"), area=f"{number % 47 + 1:02}")
        lots = queries(LIST)

    assert few == lots
    assert max(lots) <= 12


def test_the_first_request_and_the_real_issue_are_told_apart_once_a_theme_is_chosen(published, visitor):
    published(themes=("sales",))

    assert {"asked", "real"}.isdisjoint(_counts(visitor))
    assert "当初の相談と本質的な課題を分けて" in visitor.get(LIST).content.decode()
    for query in ("?theme=sales", "?asked=sales", "?real=sales"):
        assert {"theme", "asked", "real"} <= _counts(visitor, query).keys()


def test_the_list_stays_within_its_weight_with_every_condition_and_the_longest_cards(published, client, other_supporter):
    themes = list(Theme.objects.values_list("slug", flat=True))
    for number, ((area, _), industry) in enumerate(zip(AREA.choices, itertools.cycle(Industry.values), strict=False)):
        published(
            title="題" * 60, summary="要" * 120, area=area, industry=industry, themes=(themes[number % len(themes)],),
            walls=("see", "face", "act"),
        )  # fmt: skip
    client.force_login(other_supporter)

    assert len(client.get(LIST).content) <= 40_000
