"""The map, the changes of themes and the comparison: honest counts, the reader's own cases, clear answers to odd addresses."""

import re

import pytest
from django.http import QueryDict

from accounts.audiences import Audience
from cases.change_figure import REST, change_figure
from cases.changes import survey_changes
from cases.conditions import conditions_of
from cases.facets import ColumnKind
from cases.layers import LAYERS
from cases.models import Case, LocabenTrend, ResultNumber, Theme
from cases.statuses import Status
from tests.factories import make_case, make_full_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(supporter, reviewer):
    def publish(*, asked: tuple[str, ...] = (), real: tuple[str, ...] = (), **fields):
        case = make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED, **fields)
        for relation, slugs in ((case.first_themes, asked), (case.real_themes, real)):
            if slugs:
                relation.set(Theme.objects.filter(slug__in=slugs))
        case.save()
        return case

    return publish


def _main(response) -> str:
    html = response.content.decode()
    return html[html.index("<main") : html.index("</main>")]


# -- conditions ---------------------------------------------------------------------------------------------------------


def test_a_condition_asks_only_for_what_every_reader_of_a_case_may_see(db):
    for kind in conditions_of(QueryDict()).kinds:
        if isinstance(kind, ColumnKind):
            assert LAYERS["case"][kind.column] == Audience.PUBLIC
            continue
        for source in kind.sources:
            model = str(source.model._meta.model_name)
            if model in LAYERS:
                assert LAYERS[model][source.column] == Audience.PUBLIC
            else:
                assert LAYERS["case"][model.removeprefix("case_")] == Audience.PUBLIC


def test_the_list_tells_what_was_asked_about_from_what_it_was(published, visitor):
    published(title="販路から風土へ", asked=("sales",), real=("communication",))
    published(title="風土から販路へ", asked=("communication",), real=("sales",))

    def titles(query: str) -> set[str]:
        return {case.title for case in visitor.get(f"/cases/{query}").context["listing"]["page"].items}

    assert titles("?theme=sales") == {"販路から風土へ", "風土から販路へ"}
    assert titles("?asked=sales") == {"販路から風土へ"}
    assert titles("?real=sales") == {"風土から販路へ"}


def test_each_chosen_condition_is_a_link_that_says_how_many_cases_are_left_without_it(published, visitor):
    published(walls=("see",), industry="E")
    published(walls=("see",), industry="D")
    published(walls=("face",), industry="E")

    html = _main(visitor.get("/cases/?wall=see&industry=E&sort=updated"))

    chips = re.findall(r'class="condition-chip" href="([^"]+)">.*?(\d+)件</span></a>', html)
    assert sorted(chips) == [("?industry=E&amp;sort=updated", "2"), ("?wall=see&amp;sort=updated", "2")]


def test_a_value_without_cases_stands_there_but_cannot_be_chosen(published, visitor):
    published(walls=("see",))

    html = _main(visitor.get("/cases/"))

    assert re.search(r'name="wall" value="face" disabled', html)
    assert re.search(r'name="wall" value="see">', html)


def test_a_chosen_value_without_cases_can_be_taken_back(published, visitor):
    published(walls=("see",))

    html = _main(visitor.get("/cases/?wall=face"))

    assert re.search(r'name="wall" value="face" checked>', html)


def test_the_list_can_be_read_in_the_order_of_the_latest_versions(published, visitor):
    older, newer = published(title="先に公開"), published(title="後に公開")
    Case.objects.filter(pk=older.pk).update(last_published_at=newer.last_published_at.replace(year=2030))

    def first(query: str) -> str:
        return visitor.get(f"/cases/{query}").context["listing"]["page"].items[0].title

    assert first("") == "後に公開"
    assert first("?sort=updated") == "先に公開"
    assert first("?sort=nonsense") == "後に公開"


def test_pages_in_the_order_of_the_latest_versions_follow_each_other_without_gaps(published, visitor):
    for number in range(18):
        published(title=f"事例{number:02}")

    first = visitor.get("/cases/?sort=updated").context["listing"]["page"]
    second = visitor.get("/cases/" + first.next_query).context["listing"]["page"]

    assert "sort=updated" in first.next_query
    assert len({case.pk for case in (*first.items, *second.items)}) == 18


# -- audiences ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/cases/", "/cases/map/", "/cases/changes/"])
def test_a_case_for_supporters_moves_no_number_of_a_visitors_page(address, published, visitor, client_of, supporter):
    published(area="03", asked=("sales",), real=("plan",))
    before = _main(visitor.get(address))
    supporters_before = _main(client_of(supporter).get(address))

    published(area="13", walls=("lack",), asked=("hiring",), real=("training",), disclosure="members")

    assert _main(visitor.get(address)) == before
    assert _main(client_of(supporter).get(address)) != supporters_before


# -- the map ------------------------------------------------------------------------------------------------------------


def test_the_map_counts_prefectures_blocks_and_those_that_say_no_place(published, visitor):
    published(area="03")
    published(area="03")
    published(area="block-tohoku")
    published(area="none")

    found = visitor.get("/cases/map/").context["finding"]["map"]

    tohoku = next(block for block in found.blocks if block.slug == "tohoku")
    iwate = next(tile for tile in tohoku.tiles if tile.code == "03")
    assert (tohoku.count, tohoku.block_only, iwate.count, iwate.shade) == (3, 1, 2, 4)
    assert (found.nowhere, found.total) == (1, 4)
    assert sum(len(block.tiles) for block in found.blocks) == 47


def test_every_number_of_the_map_leads_to_as_many_cases(published, visitor):
    for area in ("03", "03", "block-tohoku", "13", "none"):
        published(area=area, walls=("see",))
    published(area="03", walls=("lack",))

    html = _main(visitor.get("/cases/map/?wall=see"))

    links = re.findall(r'href="(/cases/\?[^"]*area=[^"]*)"[^>]*>(.*?)</a>', html, re.DOTALL)
    assert len(links) >= 6
    for address, words in links:
        number = int(re.findall(r"\d+", re.sub(r"<[^>]*>", "", words))[-1])
        assert visitor.get(address.replace("&amp;", "&")).context["listing"]["count"] == number, address


def test_the_table_says_what_the_tiles_say(published, visitor):
    published(area="03")
    published(area="block-kinki")

    html = _main(visitor.get("/cases/map/"))

    table = html[html.index("<table") :]
    assert len(re.findall(r'<th class="map-table__place"', table)) == 48
    assert re.search(r"岩手県</th>\s*<td[^>]*><a [^>]*>1件", table)
    assert re.search(r"県を示さない</th>\s*<td[^>]*>1件", table)


# -- changes of themes --------------------------------------------------------------------------------------------------


def test_every_cell_of_the_changes_leads_to_as_many_cases(published, visitor):
    published(asked=("sales",), real=("communication", "plan"))
    published(asked=("sales", "hiring"), real=("communication",))
    published(asked=("plan",), real=("plan",))

    survey = visitor.get("/cases/changes/").context["finding"]["survey"]

    counts = {(change.asked.slug, change.real.slug): change.count for change in survey.changes}
    assert counts == {
        ("sales", "communication"): 2, ("sales", "plan"): 1, ("hiring", "communication"): 1, ("plan", "plan"): 1,
    }  # fmt: skip
    for change in survey.changes:
        assert visitor.get(f"/cases/{change.query}").context["listing"]["count"] == change.count
    assert (survey.total, survey.moved) == (3, 2)


def test_a_theme_that_staff_put_away_is_neither_counted_nor_drawn(published, visitor):
    published(asked=("sales",), real=("communication",))
    Theme.objects.filter(slug="sales").update(is_active=False)

    survey = visitor.get("/cases/changes/").context["finding"]["survey"]

    assert (survey.changes, survey.total) == ([], 0)


def test_the_drawing_has_a_band_for_every_change_and_each_weighs_what_it_counts(published):
    slugs = list(Theme.objects.values_list("slug", flat=True))
    for number in range(12):
        published(asked=(slugs[number],), real=(slugs[number + 1],))
    published(asked=(slugs[0],), real=(slugs[1],))

    survey = survey_changes(Case.objects.all(), conditions_of(QueryDict()))
    figure = change_figure(survey.changes)

    assert len(figure.left) == len(figure.right) == 8  # the seven most frequent, and the rest together
    assert sum(bar.weight for bar in figure.left) == sum(bar.weight for bar in figure.right) == 13
    assert figure.left[-1].label == figure.right[-1].label == REST
    tops = [bar.y for bar in figure.left]
    assert tops == sorted(tops)
    assert figure.left[-1].y + figure.left[-1].height <= figure.height


def test_the_drawing_says_in_words_what_it_shows(published, visitor):
    published(asked=("sales",), real=("communication",))

    html = _main(visitor.get("/cases/changes/"))

    drawing = html[html.index("<svg") : html.index("</svg>")]
    assert 'role="img"' in drawing
    assert "販路開拓・マーケティング 1" in re.search(r"<desc[^>]*>(.*?)</desc>", drawing).group(1)


def test_without_a_change_there_is_a_word_and_no_drawing(visitor, db):
    html = _main(visitor.get("/cases/changes/"))

    assert "数えられる事例がまだありません" in html
    assert '<svg class="change-figure' not in html


# -- side by side -------------------------------------------------------------------------------------------------------


def test_two_cases_stand_side_by_side_in_the_order_of_the_address(published, visitor):
    first = published(title="小さな会社", employee_band="1-5", walls=("see",))
    second = published(title="大きな会社", employee_band="301-", walls=("lack",))

    response = visitor.get(f"/cases/compare/?id={second.pk}&id={first.pk}")

    comparison = response.context["comparison"]
    lines = {line.label: line.cells for section in comparison.sections for line in section.lines}
    assert [column.case.title for column in comparison.columns] == ["大きな会社", "小さな会社"]
    assert lines["従業員規模"] == [["301人以上"], ["1〜5人"]]
    assert lines["①見えない"] == [[], ["高さ：高い", "結果：途中"]]
    assert "③実行できない" not in lines


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "比べる事例を選んでください"),
        ("?id=", "比べる事例を選んでください"),
        ("?id={a}", "もう1件選ぶと、比べられます"),
        ("?id={a}&id={a}", "もう1件選ぶと、比べられます"),
        ("?id=abc&id=%00&id=-1&id=1e3&id=" + "9" * 40, "いま表示できないものを除きました"),
        ("?id={a}&id={b}&id=abc", "いま表示できないものを除きました"),
        ("?id={a}&id={b}&id={c}&id={d}&id={e}", "並べられるのは4件までです"),
        ("?" + "id={a}&" * 500, "もう1件選ぶと、比べられます"),
    ],
)
def test_every_address_of_a_comparison_gets_a_clear_answer(query, words, published, visitor):
    keys = {name: published(title=f"事例{name}").pk for name in "abcde"}

    response = visitor.get("/cases/compare/" + query.format(**keys))

    assert response.status_code == 200
    assert words in _main(response)


def test_what_a_reader_may_not_read_is_left_out_as_if_it_did_not_exist(published, visitor, supporter, client_of):
    open_case = published(title="開かれた事例")
    for_supporters = published(title="支援者だけの事例", disclosure="members")
    draft = make_case(author=supporter, title="下書きの事例")

    def main(second: int) -> str:
        return _main(visitor.get(f"/cases/compare/?id={open_case.pk}&id={second}"))

    assert main(for_supporters.pk) == main(draft.pk) == main(999_999)
    assert "支援者だけの事例" in _main(client_of(supporter).get(f"/cases/compare/?id={open_case.pk}&id={for_supporters.pk}"))


def test_a_comparison_shows_each_reader_his_layers(supporter, reviewer, published, visitor, client_of, other_supporter):
    full = make_full_case(author=supporter, reviewer=reviewer)
    address = f"/cases/compare/?id={full.case.pk}&id={published().pk}"

    def shown(client) -> set[str]:
        html = _main(client.get(address))
        return {word for word in full.words.values() if word in html}

    for_all = full.words_for(Audience.PUBLIC)
    assert shown(visitor)
    assert shown(visitor) <= for_all
    assert shown(client_of(other_supporter)) <= for_all | full.words_for(Audience.SUPPORTER)
    assert full.words["resultnumber(supporter).indicator"] in shown(client_of(other_supporter))
    assert "ロカベンの変化" not in _main(visitor.get(address))
    assert "ロカベンの変化" in _main(client_of(other_supporter).get(address))


def test_numbers_and_trends_are_told_in_a_line_each(published, client_of, supporter):
    case = published()
    ResultNumber.objects.create(case=case, indicator="残業", before="月40時間", after="半分", audience="public", sort_order=0)
    LocabenTrend.objects.create(case=case, item="business", trend="better", sort_order=0)

    response = client_of(supporter).get(f"/cases/compare/?id={case.pk}&id={published().pk}")

    lines = {line.label: line.cells[0] for section in response.context["comparison"].sections for line in section.lines}
    assert lines["数字の成果"] == ["残業：月40時間 → 半分"]
    assert lines["ロカベンの変化（支援者だけが読めます）"] == ["事業：改善"]


def test_the_choice_goes_along_while_the_list_is_narrowed(published, visitor):
    chosen, other = published(title="選んだ事例", walls=("see",)), published(title="別の事例", walls=("face",))

    html = _main(visitor.get(f"/cases/?wall=face&id={chosen.pk}"))

    form = html[html.index('class="compare-form"') :]
    conditions = html[html.index('class="case-conditions"') : html.index("</form>")]
    assert re.search(rf'name="id" value="{chosen.pk}" checked><span>選んだ事例', form)
    assert re.search(rf'name="id" value="{other.pk}"><span>比べる', form)
    assert f'type="hidden" name="id" value="{chosen.pk}"' in conditions


def test_the_list_does_not_name_a_chosen_case_that_the_reader_may_not_read(published, visitor):
    published()
    hidden = published(title="支援者だけの事例", disclosure="members")

    assert "支援者だけの事例" not in _main(visitor.get(f"/cases/?id={hidden.pk}"))


def test_the_page_of_a_case_leads_to_the_choice_of_others(published, visitor):
    case = published()

    html = _main(visitor.get(case.get_absolute_url()))

    form = html[html.index('class="compare-start') :]
    assert f'name="id" value="{case.pk}"' in form[: form.index("</form>")]
