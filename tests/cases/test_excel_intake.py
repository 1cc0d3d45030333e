"""Staff take in whole lists of cases: every row is checked, and either all become drafts of their supporters or none."""

import contextlib
import datetime
import io
import uuid
import zipfile
from dataclasses import replace

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone
from openpyxl import DEFUSEDXML, Workbook, load_workbook

from accounts.refusals import Refused
from bansou.moderation.models import Decision
from bansou.notifications.models import OutgoingMail
from cases.actions import edit_case, start_case
from cases.excel.checking import ROWS_AT_MOST, check_intake
from cases.excel.opening import Unreadable
from cases.excel.sheets import intake_sheets
from cases.intake import import_drafts, keep_intake_file
from cases.models import Case, CaseWall, Episode, IntakeFile, Theme
from cases.record import ROW_KINDS
from cases.setup import write_themes
from cases.statuses import Status
from cases.tasks import drop_old_intake_file

pytestmark = pytest.mark.django_db
INTAKE, TEMPLATE = "/admin/case-intake/", "/admin/case-intake/template.xlsx"
PREVIEW, CONFIRM, DISCARD = "/admin/case-intake/preview/", "/admin/case-intake/confirm/", "/admin/case-intake/discard/"

#: A row of 「事例」 that says something in every kind of column.
CASE = {
    "受付番号": "A-1",
    "支援者のメールアドレス": "aoi@example.jp",
    "題名": "断る注文を班長と決めるようになった",
    "業種": "製造業",
    "地域コード": "03",
    "従業員規模": "21〜50人",
    "創業年代": "1970年代",
    "支援を始めた月": "令和6年4月",
    "面談の回数（回）": 14,
    "当初の相談": "商談会に出たい。",
    "当初の相談のテーマ1": "販路開拓・マーケティング",
    "当初の相談のテーマ2コード": "pricing",
    "連携した機関：銀行": 1,
    "気づき": "車の中で食べていた。",
    "気づきのあった対話の対話番号": 2,
}
EPISODES = [
    {
        "受付番号": "A-1",
        "対話番号": 2,
        "問いかけ・関わり": "断れない注文はどれですか",
        "壁：①見えない": "○",
        "段階コード": "notice",
    },
    {"受付番号": "A-1", "対話番号": 1, "問いかけ・関わり": "お昼はどこで召し上がるのですか", "話した相手": "現場従業員"},
]
WALLS = [{"受付番号": "A-1", "壁": "①見えない", "高さ": "高い", "結果コード": "passed", "越え方": "見に行った。"}]


@pytest.fixture(autouse=True)
def _themes(db):
    write_themes()
    with connection.cursor() as cursor:
        # A test is one transaction, and making a workbook in it takes a busy machine longer than a transaction may rest.
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")


@pytest.fixture
def staff(client_of, reviewer):
    return client_of(reviewer)


def workbook(cases=(CASE,), episodes=EPISODES, walls=WALLS):
    """A file with the template's columns, filled in."""
    book = Workbook()
    book.remove(book.active)
    for sheet in intake_sheets(Theme.objects.all()):
        book.create_sheet(sheet.name).append([column.header for column in sheet.columns])
    return filled(book, cases, episodes, walls)


def filled(book, cases=(CASE,), episodes=EPISODES, walls=WALLS):
    for name, rows in (("事例", cases), ("対話", episodes), ("壁", walls)):
        places = {cell.value: cell.column for cell in book[name][1]}
        for number, row in enumerate(rows, start=2):
            for header, value in row.items():
                book[name].cell(number, places[header], value)
    return book


def saved(book):
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def upload(client, content, name="一覧.xlsx"):
    return client.post(INTAKE, {"file": SimpleUploadedFile(name, content)})


def confirm(client):
    return client.post(CONFIRM, {"digest": IntakeFile.objects.get().digest}, follow=True)


def problems(content):
    return [(problem.sheet, problem.row, problem.column, problem.reason) for problem in check_intake(content).problems.listed]


def test_a_filled_template_becomes_a_draft_of_its_supporter(staff, supporter, reviewer):
    template = load_workbook(io.BytesIO(staff.get(TEMPLATE).content))
    assert upload(staff, saved(filled(template))).status_code == 302
    preview = staff.get(PREVIEW).content.decode()
    assert not Case.objects.exists()
    assert "断る注文を班長と決めるようになった" in preview
    assert "1件を取り込む" in preview

    page = confirm(staff).content.decode()

    assert "下書きを1件作りました" in page
    case = Case.objects.get()
    assert (case.author, case.organisation, case.status) == (supporter, supporter.organisation, Status.DRAFT)
    assert (case.industry, case.area, case.employee_band, case.founded_decade) == ("E", "03", "21-50", 1970)
    assert (case.support_started, case.meetings_count) == (datetime.date(2024, 4, 1), 14)
    assert [theme.slug for theme in case.first_themes.order_by("position")] == ["sales", "pricing"]
    assert case.worked_with == ["bank"]
    first, second = case.episodes.all()
    assert (first.question, first.partner) == ("お昼はどこで召し上がるのですか", "staff")
    assert (second.stage, second.walls) == ("notice", ["see"])
    assert case.noticing_episode == second.key
    wall = case.walls.get()
    assert (wall.wall, wall.height, wall.how_passed, wall.outcome) == ("see", "high", "見に行った。", "passed")
    assert not IntakeFile.objects.exists()
    decision = Decision.objects.about(case).get()
    assert (decision.by, decision.verb) == (reviewer, "下書きとして取り込んだ")
    assert "A-1" in decision.reason


def test_the_supporter_gets_one_letter_with_all_his_drafts(staff, supporter, other_supporter):
    cases = [
        CASE | {"受付番号": str(number), "題名": f"題名{number}", "気づきのあった対話の対話番号": None} for number in range(3)
    ]
    cases[2]["支援者のメールアドレス"] = " ＫＡＥＤＥ@example.jp "
    upload(staff, saved(workbook(cases, (), ())))

    confirm(staff)

    letters = {letter.recipient: letter.text for letter in OutgoingMail.objects.all()}
    assert set(letters) == {supporter.email, other_supporter.email}
    assert "・題名0\n・題名1\n" in letters[supporter.email]
    assert "題名2" not in letters[supporter.email]
    assert len(mail.outbox) == 2


def test_the_supporter_goes_on_writing_what_was_taken_in(staff, supporter, client_of):
    upload(staff, saved(workbook()))
    confirm(staff)
    case = Case.objects.get()

    page = client_of(supporter).get(f"/cases/{case.pk}/preview/").content.decode()
    edit_case(case=case, by=supporter, answers={"summary": "書き足した。"}, rows={}, based_on=case.latest_revision_id)

    assert "商談会に出たい。" in page
    case = Case.objects.get()
    assert (case.summary, case.title, case.episodes.count()) == ("書き足した。", CASE["題名"], 2)


def test_a_draft_taken_in_is_stored_as_one_that_was_written(staff, supporter):
    upload(staff, saved(workbook()))
    draft = check_intake(bytes(IntakeFile.objects.get().content)).drafts[0]
    written = start_case(by=supporter, answers=draft.answers, rows=draft.rows, submission_key=uuid.uuid4())
    confirm(staff)
    taken_in = Case.objects.exclude(pk=written.pk).get()

    def stored(case):
        own = {"id", "pk", "case", "submission_key", "latest_revision", "created_at", "key", "noticing_episode"}
        content = {name: value for name, value in case.latest_revision.content.items() if name not in own}
        rows = {kind: [{name: row[name] for name in row.keys() - own} for row in content.pop(kind)] for kind in ROW_KINDS}
        columns = {field.attname: getattr(case, field.attname) for field in Case._meta.concrete_fields}
        return content, rows, {name: value for name, value in columns.items() if name.removesuffix("_id") not in own}

    assert stored(taken_in) == stored(Case.objects.get(pk=written.pk))


def test_five_hundred_cases_come_in_at_once(staff, supporter):
    cases = [CASE | {"受付番号": str(number), "題名": f"題名{number}"} for number in range(500)]
    episodes = [row | {"受付番号": str(number)} for number in range(500) for row in EPISODES]
    walls = [row | {"受付番号": str(number)} for number in range(500) for row in WALLS]
    upload(staff, saved(workbook(cases, episodes, walls)))

    confirm(staff)

    assert Case.objects.filter(author=supporter, live=False).count() == 500
    assert (Episode.objects.count(), CaseWall.objects.count()) == (1000, 500)
    assert OutgoingMail.objects.count() == 1


def test_one_wrong_row_keeps_all_others_out(staff, supporter):
    cases = [
        CASE | {"気づきのあった対話の対話番号": None},
        CASE | {"受付番号": "A-2", "業種": "水産", "気づきのあった対話の対話番号": None},
    ]

    response = upload(staff, saved(workbook(cases, (), ())))

    page = response.content.decode()
    assert response.status_code == 422
    assert "直すところが1か所あります" in page
    assert "「水産」は、符号一覧の言葉にもコードにもありません" in page
    assert not IntakeFile.objects.exists()
    assert not Case.objects.exists()


def test_a_failure_half_way_leaves_nothing(staff, supporter, monkeypatch):
    cases = [
        CASE | {"受付番号": str(number), "題名": f"題名{number}", "気づきのあった対話の対話番号": None} for number in range(3)
    ]
    upload(staff, saved(workbook(cases, (), ())))
    staff.raise_request_exception = False

    def fails(*_, **__):
        raise OSError

    monkeypatch.setattr("cases.intake.tell", fails)
    assert staff.post(CONFIRM, {"digest": IntakeFile.objects.get().digest}).status_code == 500

    assert not Case.objects.exists()
    assert not OutgoingMail.objects.exists()
    monkeypatch.undo()
    confirm(staff)  # the file still waits
    assert Case.objects.count() == 3


def test_a_double_press_imports_once(staff, supporter):
    upload(staff, saved(workbook()))
    digest = IntakeFile.objects.get().digest

    pages = [staff.post(CONFIRM, {"digest": digest}, follow=True).content.decode() for _ in range(2)]

    assert Case.objects.count() == 1
    assert "もう取り込んだか" in pages[1]


def test_the_same_list_again_says_what_is_there_already(staff, supporter):
    upload(staff, saved(workbook()))
    confirm(staff)

    page = upload(
        staff, saved(workbook([CASE, CASE | {"受付番号": "A-2", "気づきのあった対話の対話番号": None}]))
    ).content.decode()

    assert "取り込み済みです" in page
    assert Case.objects.count() == 1


def test_what_is_confirmed_is_what_was_seen(staff, supporter):
    upload(staff, saved(workbook()))
    seen = IntakeFile.objects.get().digest
    upload(staff, saved(workbook([CASE | {"題名": "別の題名"}])))

    staff.post(CONFIRM, {"digest": seen})

    assert not Case.objects.exists()


def test_a_file_waits_for_its_own_person_and_a_day(staff, supporter, owner, client_of):
    upload(staff, saved(workbook()))
    file = IntakeFile.objects.get()

    client_of(owner).post(CONFIRM, {"digest": file.digest})
    assert not Case.objects.exists()
    assert client_of(owner).get(PREVIEW).status_code == 302

    IntakeFile.objects.update(kept_at=timezone.now() - datetime.timedelta(hours=25))
    staff.post(CONFIRM, {"digest": file.digest})
    assert not Case.objects.exists()

    drop_old_intake_file.call(file.pk)
    assert not IntakeFile.objects.exists()


def test_a_supporter_who_lost_his_membership_since_the_preview_gets_nothing(staff, supporter):
    upload(staff, saved(workbook()))
    supporter.membership.ended_at = timezone.now()
    supporter.membership.save()

    page = confirm(staff).content.decode()

    assert "確かめたあとで" in page
    assert not Case.objects.exists()


def test_a_row_that_is_refused_in_the_last_moment_is_named_and_nothing_is_made(supporter, member, reviewer):
    content = saved(workbook([CASE, CASE | {"受付番号": "A-2", "気づきのあった対話の対話番号": None}]))
    file = keep_intake_file(by=reviewer, name="一覧.xlsx", content=content)
    first, second = check_intake(content).drafts

    with pytest.raises(Refused, match=r"受付番号「A-2」：.*どの事例も取り込んでいません"):
        import_drafts(by=reviewer, digest=file.digest, drafts=[first, replace(second, supporter=member)])

    assert not Case.objects.exists()
    assert IntakeFile.objects.exists()


def test_a_file_can_be_thrown_away(staff, supporter):
    upload(staff, saved(workbook()))

    staff.post(DISCARD)

    assert not IntakeFile.objects.exists()


@pytest.mark.parametrize("address", [INTAKE, TEMPLATE, PREVIEW])
def test_only_reviewing_staff_take_in_lists(address, supporter, client_of):
    from accounts.actions import grant_roles
    from accounts.models import User
    from accounts.roles import EDITOR

    editor = User.objects.create_user("editor@example.jp", "pass-word-1234", display_name="編集")
    grant_roles(user=editor, roles=[EDITOR], by=None)

    assert client_of(supporter).get(address).status_code == 404
    assert client_of(editor).get(address).status_code == 403
    assert "事例の取り込み" not in client_of(editor).get("/admin/").content.decode()


def test_the_template_offers_the_words_of_each_vocabulary(staff):
    book = load_workbook(io.BytesIO(staff.get(TEMPLATE).content))

    choices = {str(rule.sqref).split(":")[0]: rule.formula1 for rule in book["壁"].data_validations.dataValidation}
    headers = [cell.value for cell in book["壁"][1]]
    column = book["壁"].cell(2, headers.index("壁") + 1).coordinate
    first, last = (int(part.rsplit("$", 1)[1]) for part in choices[column].split("!")[1].split(":"))
    words = [book["符号一覧"].cell(row, 4).value for row in range(first, last + 1)]
    assert words == ["①見えない", "②向き合わない", "③実行できない", "④付いてこない", "⑤足りない"]
    assert "言わなかったこと" in [cell.value for cell in book["対話"][1]]


# -- values -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "typed",
    [
        "2024-04", "2024年4月", "２０２４年４月", "2024/4", "2024/4/15", "2024.4.1", "令和6年4月", "令和6年4月1日", "R6.4", "r6.4.30",
        datetime.datetime(2024, 4, 15), datetime.date(2024, 4, 1),  # noqa: DTZ001 - a spreadsheet knows no zone
    ],
)  # fmt: skip
def test_a_month_is_understood_as_people_and_spreadsheets_write_it(typed, supporter):
    checked = check_intake(saved(workbook([CASE | {"支援を始めた月": typed}])))

    assert not checked.problems.listed
    assert checked.drafts[0].answers["support_started"] == datetime.date(2024, 4, 1)


_DATE = datetime.datetime(2024, 1, 5)  # noqa: DTZ001
#: What is written, in which column of 「事例」, and a piece of the answer.
_WRONG = [
    ("支援を始めた月", "去年の春", "「2024年4月」のように"),
    ("支援を始めた月", "令和6年13月", "年と月を確かめて"),
    ("支援を始めた月", 45383, "「2024年4月」のように"),
    ("支援を始めた月", datetime.time(9, 0), "「2024年4月」のように"),
    ("支援を終えた月", "2023-01", "始めた月より前"),
    ("従業員規模コード", _DATE, "日付に変わっています"),
    ("従業員規模", "21人", "「21〜50人」のことでしょうか"),
    ("業種コード", "Z", "符号一覧の言葉にもコードにもありません"),
    ("業種コード", "D", "言葉とコードが違います"),
    ("当初の相談のテーマ3", "なんでも", "符号一覧の言葉にもコードにもありません"),
    ("公開のしかたコード", "named", "実名での公開は"),
    ("連携した機関：銀行", "たぶん", "1を入れ"),
    ("気づきは、まだない", _DATE, "1を入れ"),
    ("面談の回数（回）", "十四", "整数を入れて"),
    ("面談の回数（回）", 0, "1から999"),
    ("面談の回数（回）", 10**12, "整数を入れて"),
    ("気づきのあった対話の対話番号", 9, "対話番号9がありません"),
    ("支援者のメールアドレス", "nobody@example.jp", "確認済みの支援者はいません"),
    ("支援者のメールアドレス", "ren@example.jp", "確認済みの支援者はいません"),
    ("支援者のメールアドレス", None, "入れてください"),
    ("題名", None, "空にはできません"),
    ("題名", "あ" * 61, "60文字までです（今は61文字です）"),
    ("題名", _DATE, "日付に変わっています"),
    ("当初の相談", "あ" * 20_001, "20,000文字までです"),
    ("当初の相談", "=1+1", "数式が入っています"),
    ("当初の相談", "#REF!", "エラー値"),
    ("受付番号", None, "受付番号を入れて"),
    ("受付番号", "あ" * 41, "40文字まで"),
]  # fmt: skip


@pytest.mark.parametrize(("column", "value", "answer"), _WRONG)
def test_what_is_wrong_in_a_cell_is_said_by_sheet_row_and_column(column, value, answer, supporter, member):
    found = problems(
        saved(
            workbook([CASE | {"題名": "上の行", "受付番号": "A-0", "気づきのあった対話の対話番号": None}, CASE | {column: value}])
        )
    )

    assert [(sheet, row) for sheet, row, _, reason in found if answer in reason] == [("事例", 3)], found


@pytest.mark.parametrize(
    ("sheet", "rows", "answer"),
    [
        ("episodes", [EPISODES[0] | {"受付番号": "B-9"}], "「B-9」の事例が「事例」シートにありません"),
        ("episodes", [*EPISODES, EPISODES[0]], "対話番号2がもうあります"),
        ("episodes", [EPISODES[0] | {"対話番号": None}], "1からの数"),
        ("episodes", [EPISODES[0] | {"問いかけ・関わり": "  "}], "空にはできません"),
        ("episodes", [EPISODES[0] | {"対話番号": number} for number in range(1, 42)], "40件まで"),
        ("walls", [*WALLS, *WALLS], "同じ壁がもうあります"),
        ("walls", [{"受付番号": "A-1", "高さ": "高い"}], "空にはできません"),
        ("walls", [{"壁": "①見えない"}], "受付番号を入れて"),
        ("cases", [CASE, CASE], "2行目と同じ受付番号"),
        ("cases", [], "事例が一件も書かれていません"),
    ],
)
def test_what_is_wrong_between_rows_is_said_too(sheet, rows, answer, supporter):
    assert any(answer in reason for *_, reason in problems(saved(workbook(**{sheet: rows}))))


def test_words_are_taken_as_people_type_them(supporter):
    row = CASE | {
        "従業員規模": "２１～５０人",
        "業種": "E",
        "地域コード": 3,
        "連携した機関：銀行": True,
        "面談の回数（回）": "１４回",
    }

    answers = check_intake(saved(workbook([row]))).drafts[0].answers

    assert (answers["employee_band"], answers["industry"], answers["area"], answers["meetings_count"]) == ("21-50", "E", "03", 14)
    assert answers["worked_with"] == ["bank"]


def test_text_that_looks_like_a_formula_comes_in_as_text(supporter):
    book = workbook()
    cell = book["対話"].cell(2, [cell.value for cell in book["対話"][1]].index("問いかけ・関わり") + 1, "=断れない注文は？")
    cell.data_type, cell.quotePrefix = "s", True

    assert "=断れない注文は？" in [row["question"] for row in check_intake(saved(book)).drafts[0].rows["episodes"]]


def test_only_the_first_of_very_many_problems_are_told(supporter):
    rows = [CASE | {"受付番号": str(number), "題名": None, "気づきのあった対話の対話番号": None} for number in range(300)]

    found = check_intake(saved(workbook(rows, (), ()))).problems

    assert (len(found.listed), found.count, found.unlisted) == (200, 300, 100)


# -- files ------------------------------------------------------------------------------------------------------------
def _changed(**changes):
    """The filled template with some sheets changed by functions."""
    book = workbook()
    for name, change in changes.items():
        change(book[name])
    return book


def _rename(header, to):
    def change(sheet):
        next(cell for cell in sheet[1] if cell.value == header).value = to

    return change


def _without_sheet(name):
    book = workbook()
    book.remove(book[name])
    return book


def _with_sheet(name):
    book = workbook()
    book.create_sheet(name)
    return book


@pytest.mark.parametrize(
    ("book", "answer"),
    [
        (lambda: _without_sheet("対話"), "「対話」シートがありません"),
        (lambda: _with_sheet("Sheet1"), "知らないシートです"),
        (lambda: _changed(事例=_rename("題名", "タイトル")), "知らない列です"),
        (lambda: _changed(事例=_rename("題名", "タイトル")), "この列がありません"),
        (lambda: _changed(事例=_rename("題名", "気づき")), "同じ見出しの列が二つ"),
        (lambda: _changed(事例=_rename("題名", None)), "見出しのない列"),
        (lambda: _changed(事例=lambda sheet: sheet.cell(2, sheet.max_column + 2, "メモ")), "見出しのない列に値"),
        (lambda: _changed(事例=lambda sheet: sheet.merge_cells("C2:C3")), "結合したセルがあります（C2:C3）"),
        (lambda: _changed(壁=lambda sheet: sheet.delete_rows(1, 5)), "この列がありません"),
    ],
)
def test_a_changed_template_is_told_what_was_changed(book, answer, supporter):
    assert any(answer in reason for *_, reason in problems(saved(book())))


def _zipped(parts, compression=zipfile.ZIP_DEFLATED):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return written.getvalue()


def _parts(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _with_macros():
    return _zipped(_parts(saved(workbook())) | {"xl/vbaProject.bin": b"macro"})


def _macro_enabled():
    parts = _parts(saved(workbook()))
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    return _zipped(parts)


def _bomb():
    return _zipped(_parts(saved(workbook())) | {"xl/media/image1.png": bytes(100 * 2**20)})


def _in_first_sheet(before, after):
    parts = _parts(saved(workbook()))
    name = "xl/worksheets/sheet1.xml"
    assert before in parts[name]
    return _zipped(parts | {name: parts[name].replace(before, after)})


def _very_many_formats():
    parts = _parts(saved(workbook()))
    parts["xl/styles.xml"] = parts["xl/styles.xml"].replace(b"</cellXfs>", b"<xf/>" * 31_000 + b"</cellXfs>")
    return _zipped(parts)


def _bomb_of_entities():
    parts = _parts(saved(workbook()))
    bomb = '<!DOCTYPE a [<!ENTITY x "xxxxxxxxxx"><!ENTITY y "&x;&x;&x;&x;&x;&x;&x;&x;">]>'
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    parts["xl/worksheets/sheet1.xml"] = (bomb + sheet.replace("題名", "&y;")).encode()
    return _zipped(parts)


def _liar():
    """A part that declares less than it holds."""
    content = bytearray(saved(workbook()))
    directory = content.rindex(b"PK\x01\x02")
    content[directory + 24 : directory + 28] = (1).to_bytes(4, "little")
    return bytes(content)


def _hundred_thousand_rows():
    parts = _parts(saved(workbook()))
    rows = "".join(
        f'<row r="{number}"><c r="A{number}" t="inlineStr"><is><t>1</t></is></c></row>' for number in range(9, 100_009)
    )
    parts["xl/worksheets/sheet3.xml"] = parts["xl/worksheets/sheet3.xml"].replace(
        b"</sheetData>", rows.encode() + b"</sheetData>"
    )
    return _zipped(parts)


def _far_row():
    return saved(_changed(事例=lambda sheet: sheet.cell(1_048_576, 1, "下")))


@pytest.mark.parametrize(
    ("content", "answer"),
    [
        (lambda: b"", "ファイルが空です"),
        (lambda: b"PK\x03\x04" + b"0" * (11 * 2**20), "10MBまでです"),
        (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 500, "古い形式（.xls）か、パスワード"),
        (lambda: "受付番号,題名\n1,髙橋".encode("cp932"), "CSVや文字だけのファイルは読めません"),
        (lambda: "受付番号,題名".encode("utf-8-sig"), "CSVや文字だけのファイルは読めません"),
        (lambda: b"PK\x03\x04 and then nothing", "ファイルが壊れている"),
        (lambda: saved(workbook())[:-300], "ファイルが壊れている"),
        (lambda: _zipped({"word/document.xml": "<w/>", "[Content_Types].xml": "<Types/>"}), "Excelブック（.xlsx）ではありません"),
        (lambda: _zipped({"xl/workbook.xml": "<w", "[Content_Types].xml": "<Types/>"}), "ファイルが壊れている"),
        (_with_macros, "マクロの入ったファイル"),
        (_macro_enabled, "マクロの入ったファイル"),
        (_bomb, "中身が大きすぎます"),
        (lambda: _in_first_sheet(b"<sheetData>", b"<sheetData>" + b"<row/>" * 1_600_000), "行が多すぎます"),
        (lambda: _in_first_sheet(b"<sheetData>", b'<sheetData><row r="9">' + b"<c/>" * 11_000 + b"</row>"), "中身が多すぎます"),
        (lambda: _in_first_sheet(b"<sheetData>", b"<sheetData><row>" + b"<row/>" * 11_000 + b"</row>"), "中身が多すぎます"),
        (_very_many_formats, "中身が多すぎます"),
        (_bomb_of_entities, "ファイルが壊れている"),
        (_liar, "ファイルが壊れている"),
        (lambda: _zipped({f"{number}.xml": "" for number in range(1_001)}), "中身が大きすぎます"),
        (_hundred_thousand_rows, "行が多すぎます"),
        (lambda: saved(workbook([CASE | {"受付番号": str(number)} for number in range(501)])), "500件までです"),
        (_far_row, "行が多すぎます"),
    ],
)
def test_a_file_that_cannot_be_read_gets_a_clear_answer(content, answer, staff, supporter):
    response = upload(staff, content())

    assert response.status_code == 422
    assert answer in response.content.decode()
    assert not IntakeFile.objects.exists()


def test_no_file_at_all_is_asked_for(staff):
    assert "ファイルを選んでください" in staff.post(INTAKE).content.decode()


def test_a_workbook_is_read_with_a_parser_that_refuses_entities():
    assert DEFUSEDXML


def test_the_size_that_the_file_declares_is_not_believed(supporter):
    parts = _parts(saved(workbook()))
    for name in ("xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"):
        before, _, rest = parts[name].partition(b'<dimension ref="')
        parts[name] = before + b'<dimension ref="A1:A1' + rest[rest.index(b'"') :]

    assert len(check_intake(_zipped(parts)).drafts[0].rows["episodes"]) == 2


@pytest.mark.parametrize("seed", range(20))
def test_a_file_with_any_bytes_spoilt_is_read_or_refused_never_failed(seed, supporter):
    import random

    chance = random.Random(seed)  # noqa: S311 - not for secrets
    parts = _parts(saved(workbook()))
    name = chance.choice(sorted(parts))
    content = bytearray(parts[name])
    for _ in range(5):
        content[chance.randrange(len(content))] = chance.randrange(256)
    parts[name] = bytes(content)

    with contextlib.suppress(Unreadable):
        check_intake(_zipped(parts))


def test_limits_stand_beside_each_other():
    assert ROWS_AT_MOST == {"事例": 500, "対話": 10_000, "壁": 2_500}
