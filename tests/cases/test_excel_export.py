"""Cases as an Excel file: each reader gets what he may see, as text, one value a cell."""

import io
import itertools

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from accounts.audiences import Audience
from bansou.moderation.limits import RATES, Rate
from cases.excel import export
from cases.excel.columns import Shape
from cases.excel.sheets import LEFT_OUT, sheets
from cases.layers import LAYERS
from cases.models import Case, CompanyAction, FollowUp
from cases.statuses import Status
from cases.views import export as views
from tests.factories import cover, make_case, make_full_case

pytestmark = pytest.mark.django_db
EXPORT = "/cases/export.xlsx"


@pytest.fixture(autouse=True)
def _nobody_has_asked_yet():
    cache.clear()


def workbook_of(client, query=""):
    response = client.get(EXPORT + query)
    assert response.status_code == 200, response.content.decode()
    return load_workbook(io.BytesIO(b"".join(response.streaming_content)))


def rows_of(workbook, name):
    """The rows of a sheet as dictionaries."""
    headers, *rows = workbook[name].iter_rows(values_only=True)
    return [dict(zip(headers, row, strict=True)) for row in rows]


def text_of(workbook):
    return "\n".join(
        str(value) for sheet in workbook for row in sheet.iter_rows(values_only=True) for value in row if value is not None
    )


@pytest.mark.parametrize(
    ("who", "layers"),
    [
        ("visitor", {Audience.PUBLIC}),
        ("member", {Audience.PUBLIC}),
        ("other_supporter", {Audience.PUBLIC, Audience.SUPPORTER}),
        ("supporter", {Audience.PUBLIC, Audience.SUPPORTER}),  # the author too: what his team alone may see is not for passing on
        ("reviewer", {Audience.PUBLIC, Audience.SUPPORTER, Audience.TEAM}),
    ],
)
def test_a_file_has_every_word_of_the_readers_layers_and_none_of_another(
    who, layers, request, supporter, reviewer, client, client_of
):
    full = make_full_case(author=supporter, reviewer=reviewer)
    reader = client if who == "visitor" else client_of(request.getfixturevalue(who))

    text = text_of(workbook_of(reader))

    # What is being written and read of a follow-up is nobody's table.
    drafted = ("followup(draft)", "followup.draft_text", "followup.comment")
    unpublished = {word for key, word in full.words.items() if key.startswith(drafted)}
    seen = {word for word in full.words.values() if word in text}
    assert seen == full.words_for(*layers) - unpublished


def test_a_visitors_file_has_no_column_and_no_sheet_of_supporters(visitor, supporter, reviewer):
    make_full_case(author=supporter, reviewer=reviewer)

    workbook = workbook_of(visitor)

    assert "ロカベン" not in workbook.sheetnames
    assert "言わなかったこと" not in rows_of(workbook, "対話")[0]
    assert "言わなかったこと" not in text_of(workbook)  # the codebook neither


def test_what_the_author_opened_is_in_everybodys_file(visitor, supporter, reviewer):
    full = make_full_case(author=supporter, reviewer=reviewer, reflections_public=True, president_voice_agreed=True)

    text = text_of(workbook_of(visitor))

    assert full.words["case.hesitated"] in text
    assert full.words["case.president_voice"] in text


def test_a_file_holds_the_cases_of_the_list_under_the_same_conditions(visitor, client_of, other_supporter, supporter, reviewer):
    make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED, title="工場の話", industry="E")
    make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED, title="宿の話", industry="M")
    make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED, title="会員の話", disclosure="members", industry="M")
    make_case(author=supporter, title="下書きの話", industry="M")

    def titles(client):
        return {row["題名"] for row in rows_of(workbook_of(client, "?industry=M"), "事例")}

    assert titles(visitor) == {"宿の話"}
    assert titles(client_of(other_supporter)) == {"宿の話", "会員の話"}
    assert titles(client_of(supporter)) == {"宿の話", "会員の話"}


def test_the_sheets_are_tied_together_and_say_code_beside_word(visitor, supporter, reviewer):
    case = make_full_case(author=supporter, reviewer=reviewer, is_sample=True).case

    workbook = workbook_of(visitor)
    (row,) = rows_of(workbook, "事例")
    episodes = rows_of(workbook, "対話")

    assert (row["事例番号"], row["見本"]) == (case.pk, 1)
    assert (row["業種"], row["業種コード"], row["地域コード"]) == ("製造業", "E", "03")
    assert (row["支援を始めた月"], row["面談の回数（回）"]) == ("2024-04", 14)
    assert (row["連携した機関：銀行"], row["連携した機関：信用保証協会"]) == (1, None)
    assert (row["当初の相談のテーマ1"], row["当初の相談のテーマ1コード"]) == ("販路開拓・マーケティング", "sales")
    assert (row["気づきのあった対話の対話番号"], row["腹落ちのあった対話の対話番号"]) == (1, 2)
    assert [(episode["事例番号"], episode["対話番号"]) for episode in episodes] == [(case.pk, 1), (case.pk, 2), (case.pk, 3)]
    assert (episodes[0]["壁：①見えない"], episodes[0]["壁：②向き合わない"]) == (1, None)
    assert "見本" in text_of(workbook)


def test_every_sheet_is_a_plain_table(visitor, supporter, reviewer):
    make_full_case(author=supporter, reviewer=reviewer)

    for sheet in workbook_of(visitor):
        headers = [cell.value for cell in sheet[1]]
        assert all(headers)
        assert len(set(headers)) == len(headers)
        assert not sheet.merged_cells.ranges
        assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_the_codebook_explains_every_column_and_every_code(client_of, supporter, reviewer):
    make_full_case(author=supporter, reviewer=reviewer)
    workbook = workbook_of(client_of(reviewer))
    described = {(row["シート"], row["列名"]): row for row in rows_of(workbook, "符号表")}
    codes = {(row["シート"], row["列名"], row["コード"]) for row in rows_of(workbook, "符号一覧")}

    for name in set(workbook.sheetnames) - {"符号表", "符号一覧", "このファイルについて"}:
        for header in next(workbook[name].iter_rows(values_only=True)):
            assert described[name, header]["意味"], (name, header)
            assert described[name, header]["読める方"]
    assert ("事例", "業種", "E") in codes
    assert described["対話", "言わなかったこと"]["読める方"] == "確認済みの支援者"
    assert described["事例", "面談の回数（回）"]["単位"] == "回"


@pytest.mark.parametrize("text", ['=HYPERLINK("https://example.com","押す")', "+81", "-1+2", "@SUM(A1)", "\t=1", "＝1+1"])
def test_text_that_looks_like_a_formula_stays_text(text, visitor, supporter, reviewer):
    rows = {"actions": [CompanyAction(sort_order=0, what=text)]}
    make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED, rows=rows)

    sheet = workbook_of(visitor)["取組"]

    cell = next(cell for cell in sheet[2] if cell.value == text)
    assert cell.data_type == "s"
    assert cell.quotePrefix  # and stays it when somebody edits the cell


def test_a_character_that_xml_does_not_know_is_left_out(visitor, supporter, reviewer):
    case = make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED)
    Case.objects.filter(pk=case.pk).update(situation_before="前\x0b後")

    assert rows_of(workbook_of(visitor), "事例")[0]["支援前の状況"] == "前後"


def test_a_file_of_fifty_cases_takes_as_many_queries_as_one_of_one(visitor, supporter, reviewer, django_assert_num_queries):
    first = make_full_case(author=supporter, reviewer=reviewer).case
    with CaptureQueriesContext(connection) as one:
        workbook_of(visitor)
    for number in range(49):
        copy = Case.objects.get(pk=first.pk)
        actions, episodes, walls = (list(getattr(copy, name).all()) for name in ("actions", "episodes", "walls"))
        copy.pk, copy.live, copy.submission_key = None, False, f"00000000-0000-4000-8000-{number:012}"
        Case.objects.bulk_create([copy])
        cover(copy)
        Case.objects.filter(pk=copy.pk).update(live=True)
        for row in itertools.chain(actions, episodes, walls):
            row.pk, row.case_id = None, copy.pk
            type(row).objects.bulk_create([row])
        FollowUp.objects.create(
            case=copy, months=3, status="published", published_at=timezone.now(), author=supporter, text="その後"
        )

    with django_assert_num_queries(len(one)):
        workbook = workbook_of(visitor)

    assert len(rows_of(workbook, "事例")) == 50
    assert len(rows_of(workbook, "対話")) == 150


def test_beyond_the_limit_the_newest_are_written_and_the_file_says_so(visitor, supporter, reviewer, monkeypatch):
    monkeypatch.setattr(export, "EXPORTED_AT_MOST", 1)
    make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED, title="古い話")
    make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED, title="新しい話")

    workbook = workbook_of(visitor)

    assert [row["題名"] for row in rows_of(workbook, "事例")] == ["新しい話"]
    assert "1件までです" in text_of(workbook)


def test_an_empty_list_is_a_file_of_headers(visitor):
    workbook = workbook_of(visitor)

    assert rows_of(workbook, "事例") == []
    assert "題名" in next(workbook["事例"].iter_rows(values_only=True))


def test_no_shared_cache_keeps_a_file_and_it_has_a_japanese_name(visitor):
    response = visitor.get(EXPORT)

    assert response["Cache-Control"] == "private, no-store"
    assert "filename*=utf-8''%E6%94%AF%E6%8F%B4" in response["Content-Disposition"]


@pytest.mark.parametrize("who", ["visitor", "member"])
def test_nobody_makes_files_without_end(who, client, member, client_of, monkeypatch):
    monkeypatch.setitem(RATES, "export", (Rate(2, 3600),))
    reader = client if who == "visitor" else client_of(member)
    for _ in range(2):
        assert reader.get(EXPORT).status_code == 200

    refused = reader.get(EXPORT)

    assert refused.status_code == 403
    assert "1時間に2回まで" in refused.content.decode()


def test_while_a_file_is_being_made_the_next_reader_is_asked_to_wait(visitor, monkeypatch):
    monkeypatch.setattr(views, "_WAIT_SECONDS", 0)
    with views._TURN:
        refused = visitor.get(EXPORT)

    assert refused.status_code == 403
    assert "1分ほど待ってから" in refused.content.decode()
    assert visitor.get(EXPORT).status_code == 200


def test_the_list_links_to_its_file_with_its_conditions(visitor, supporter, reviewer):
    make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED, industry="E")

    assert "/cases/export.xlsx?industry=E" in visitor.get("/cases/?industry=E").content.decode()


def test_every_field_for_readers_is_a_column_or_left_out_by_name():
    written: dict[str, set[str]] = {}
    for sheet in sheets([]):
        written.setdefault(sheet.model._meta.model_name, set()).update(column.name for column in sheet.columns)

    with_sheets_of_their_own = {"keywords", "used_questions"}
    for model, fields in LAYERS.items():
        readable = {name for name, layer in fields.items() if layer in (Audience.PUBLIC, Audience.SUPPORTER)}
        assert readable == (written[model] & readable) | (LEFT_OUT[model] & readable), model
        assert not written[model] & LEFT_OUT[model] - with_sheets_of_their_own


def test_units_stand_in_headers():
    assert all(
        f"（{column.unit}）" in column.header
        for sheet in sheets([])
        for column in sheet.columns
        if column.shape == Shape.NUMBER and column.unit
    )


def test_a_visitor_is_an_audience_too(supporter, reviewer):
    make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED)

    with export.export_cases(Case.objects.all(), person=AnonymousUser(), address="") as file:
        assert load_workbook(file)["このファイルについて"]["B5"].value.startswith("どなたでも")
