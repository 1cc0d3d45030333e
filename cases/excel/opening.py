"""Opening what staff upload: is it a workbook, is it safe to read, are the sheets and columns there. Gives plain cells or reasons.

An upload may be anything, so every step is bounded before it is taken: bytes, unpacked bytes, XML elements, rows, columns.
"""

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.sax import SAXParseException

from openpyxl import load_workbook

from bansou.text.normalise import clean_line
from cases.excel.sheets import Sheet
from cases.excel.survey import ROWS_AT_MOST, Survey, TooManyRowsError, TooMuchError
from cases.excel.workbook import ABOUT, CODEBOOK, VOCABULARIES
from cases.limits import INTAKE_BYTES

#: A full file of 500 long cases unpacks to some 30 MB.
_UNPACKED_BYTES = 60 * 2**20
_PARTS = 1_000
_COLUMNS = 300
#: Sheets of our template that hold no cases.
_PASSED_OVER = {CODEBOOK, VOCABULARIES, ABOUT}
_SAVE_AS = "Excelで「ファイル」→「名前を付けて保存」を開き、種類に「Excelブック（*.xlsx）」を選んで保存し直してください。"
_TOO_MANY_ROWS = f"行が多すぎます。{ROWS_AT_MOST:,}行より下にある行（空の行も）を消してください。"


class Unreadable(Exception):  # noqa: N818 - an answer for the person, not an error
    """The file as a whole cannot be read. `reason` is a Japanese sentence that says what to do."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Problem:
    """Something that must be put right. `row` as the spreadsheet counts; None where it is about the sheet or a column."""

    sheet: str
    row: int | None
    column: str
    reason: str


@dataclass
class Problems:
    """What was found, the first ones in words, all of them counted: a file may have a wrong value in every cell."""

    listed: list[Problem] = field(default_factory=list)
    count: int = 0

    LISTED_AT_MOST = 200

    def add(self, sheet: str, row: int | None, column: str, reason: str) -> None:
        """Note one more."""
        self.count += 1
        if len(self.listed) < self.LISTED_AT_MOST:
            self.listed.append(Problem(sheet, row, column, reason))

    @property
    def unlisted(self) -> int:
        """How many there are besides those in words."""
        return self.count - len(self.listed)


@dataclass(frozen=True)
class TableRow:
    """One filled row: its number in the spreadsheet, its values by column."""

    number: int
    cells: dict[str, Any]


#: The rows of each sheet.
Tables = dict[str, list[TableRow]]


def open_tables(content: bytes, sheets: Sequence[Sheet], *, rows_at_most: dict[str, int]) -> tuple[Tables, Problems]:
    """The filled rows of the sheets, and what is wrong with sheets, columns and kinds of cells. Raises Unreadable."""
    merged = _look_into(content)
    try:
        workbook = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        pages = {page.title: page for page in workbook.worksheets}
        problems = Problems()
        _check_sheets(pages, sheets, problems)
        tables = {}
        for sheet in sheets:
            if sheet.name in pages and not _is_merged(pages[sheet.name], merged, problems):
                tables[sheet.name] = _read(pages[sheet.name], sheet, problems, rows_at_most=rows_at_most[sheet.name])
    except Unreadable:
        raise
    except TooManyRowsError as error:
        raise Unreadable(_TOO_MANY_ROWS) from error
    except Exception as error:  # a stranger's file fails in openpyxl wherever it likes
        raise Unreadable(f"ファイルが壊れているため、読めませんでした。{_SAVE_AS}") from error
    return tables, problems


def _look_into(content: bytes) -> dict[str, str]:
    """Raise Unreadable unless this is a workbook that is safe to unpack. Returns the first merged cells of each part that has some."""
    if not content:
        raise Unreadable("ファイルが空です。ひな形に書き込んだファイルを選んでください。")
    if len(content) > INTAKE_BYTES:
        raise Unreadable(f"ファイルは{INTAKE_BYTES // 2**20}MBまでです。事例を分けて、二つのファイルにしてください。")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(f"古い形式（.xls）か、パスワードのかかったファイルです。パスワードを外し、{_SAVE_AS}")
    if not content.startswith(b"PK\x03\x04"):
        raise Unreadable(f"Excelブック（.xlsx）ではありません。CSVや文字だけのファイルは読めません。{_SAVE_AS}")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _survey(archive)
    except Unreadable:
        raise
    except TooManyRowsError as error:
        raise Unreadable(_TOO_MANY_ROWS) from error
    except TooMuchError as error:
        raise Unreadable(
            "ファイルの中身が多すぎます。使っていない行や列を消すか、事例を分けて、二つのファイルにしてください。"
        ) from error
    except Exception as error:  # zipfile, its packers and the XML parser each have their own
        raise Unreadable(f"ファイルが壊れているため、読めませんでした。{_SAVE_AS}") from error


def _survey(archive: zipfile.ZipFile) -> dict[str, str]:
    """Walk the parts within the limits. A part never unpacks to more than it declares: zipfile stops there."""
    parts = archive.infolist()
    if len(parts) > _PARTS or sum(part.file_size for part in parts) > _UNPACKED_BYTES:
        raise Unreadable("ファイルの中身が大きすぎます。図や使っていない行を消すか、事例を分けて、二つのファイルにしてください。")
    if any(part.filename.lower().endswith("vbaproject.bin") for part in parts):
        raise Unreadable(f"マクロの入ったファイルは受け取れません。{_SAVE_AS}")
    if not {"[Content_Types].xml", "xl/workbook.xml"} <= {part.filename for part in parts}:
        raise Unreadable(f"Excelブック（.xlsx）ではありません。{_SAVE_AS}")
    if b"macroEnabled" in archive.read("[Content_Types].xml"):
        raise Unreadable(f"マクロの入ったファイルは受け取れません。{_SAVE_AS}")
    survey = Survey()
    for part in parts:
        try:
            survey.walk(part.filename, archive.read(part))
        except SAXParseException:
            # Pictures and settings of printers are no XML. A part that openpyxl opens all the same is walked as far as it can be.
            if part.filename.endswith((".xml", ".rels")):
                raise
    return survey.merged


def _check_sheets(pages: dict[str, Any], sheets: Iterable[Sheet], problems: Problems) -> None:
    wanted = [sheet.name for sheet in sheets]
    for name in wanted:
        if name not in pages:
            problems.add(name, None, "", f"「{name}」シートがありません。ひな形のシートは、書くことがなくても残してください。")
    for name in pages:
        if name not in wanted and name not in _PASSED_OVER:
            used = "・".join(f"「{sheet}」" for sheet in wanted)
            problems.add(name, None, "", f"知らないシートです。読むのは{used}です。名前を直すか、このシートを消してください。")


def _is_merged(page: Any, merged: dict[str, str], problems: Problems) -> bool:
    # The one thing that openpyxl's read-only sheets do not tell: which part they are.
    place = merged.get(page._worksheet_path)
    if place:
        problems.add(
            page.title, None, "", f"結合したセルがあります（{place}）。結合を解き、一つのセルに一つの値を書いてください。"
        )
    return bool(place)


def _read(page: Any, sheet: Sheet, problems: Problems, *, rows_at_most: int) -> list[TableRow]:
    page.reset_dimensions()  # what the file says of its size is not to be trusted
    header = next(iter(page.iter_rows(max_row=1, max_col=_COLUMNS)), ())
    headers = [clean_line(str(cell.value)) if cell.value is not None else "" for cell in header]
    while headers and not headers[-1]:
        headers.pop()
    if not _headers_fit(headers, sheet, problems):
        return []
    rows: list[TableRow] = []
    # Some columns further than the headers: what stands there without a header must not be lost in silence.
    for number, cells in enumerate(page.iter_rows(min_row=2, max_col=len(headers) + 5), start=2):
        if number > ROWS_AT_MOST:
            raise TooManyRowsError
        filled = {place: cell for place, cell in enumerate(cells) if cell.value is not None and str(cell.value).strip()}
        if not filled:
            continue
        if len(rows) == rows_at_most:
            raise Unreadable(
                f"「{sheet.name}」シートに書けるのは{rows_at_most:,}件までです。事例を分けて、二つのファイルにしてください。"
            )
        rows.append(TableRow(number, dict(_values(sheet, number, headers, filled, problems))))
    return rows


def _headers_fit(headers: list[str], sheet: Sheet, problems: Problems) -> bool:
    """Every column of the template once, in any order, and no other."""
    wanted = [column.header for column in sheet.columns]
    wrong = Problems()
    for header in dict.fromkeys(headers):
        if not header:
            wrong.add(sheet.name, 1, "", "見出しのない列があります。見出しを書くか、その列を消してください。")
        elif header not in wanted:
            wrong.add(sheet.name, 1, header, "知らない列です。ひな形の見出しに直すか、この列を消してください。")
        elif headers.count(header) > 1:
            wrong.add(sheet.name, 1, header, "同じ見出しの列が二つあります。一つにしてください。")
    for header in wanted:
        if header not in headers:
            wrong.add(sheet.name, 1, header, "この列がありません。ひな形の列は、書くことがなくても残してください。")
    for problem in wrong.listed:
        problems.add(problem.sheet, problem.row, problem.column, problem.reason)
    return not wrong.count


def _values(
    sheet: Sheet, number: int, headers: list[str], filled: dict[int, Any], problems: Problems
) -> Iterator[tuple[str, Any]]:
    for place, cell in filled.items():
        header = headers[place] if place < len(headers) else ""
        if not header:
            problems.add(sheet.name, number, "", "見出しのない列に値があります。見出しのある列に移すか、消してください。")
        elif cell.data_type == "f":
            problems.add(sheet.name, number, header, "数式が入っています。コピーして「値だけ」貼り付け直してください。")
        elif cell.data_type == "e":
            problems.add(sheet.name, number, header, f"エラー値（{cell.value}）が入っています。値を入れ直してください。")
        else:
            yield header, cell.value
