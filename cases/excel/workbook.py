"""Writing sheets with openpyxl so that text stays text, whatever it begins with."""

import io
from collections.abc import Iterable
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from bansou.text.spreadsheets import safe_cell
from cases.excel.columns import Column, Shape
from cases.excel.sheets import Sheet
from cases.limits import INTAKE_EPISODES_AT_MOST

CODEBOOK, VOCABULARIES, ABOUT = "符号表", "符号一覧", "このファイルについて"
CODEBOOK_HEADERS = ("シート", "列", "列名", "意味", "型", "単位", "読める方")
VOCABULARY_HEADERS = ("シート", "列名", "コード", "ことば")
_WIDTHS = {Shape.TEXT: 24, Shape.WORDS: 20}


def write_table(
    workbook: Workbook, name: str, headers: Iterable[str], rows: Iterable[Iterable[Any]], widths: Iterable[int] = ()
) -> int:
    """A sheet of one header row and a row for each of `rows`; the header stays in sight. Returns the number of rows."""
    sheet = workbook.create_sheet(name)
    sheet.freeze_panes = "A2"
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.append([_header(sheet, header) for header in headers])
    count = 0
    for row in rows:
        sheet.append([safe_cell(sheet, value) for value in row])
        count += 1
    return count


def write_codebook(workbook: Workbook, sheets: Iterable[Sheet]) -> None:
    """Two sheets: every column with its meaning, type, unit and readers; and every code with its words."""
    known = list(sheets)
    write_table(workbook, CODEBOOK, CODEBOOK_HEADERS, _described(known), (12, 6, 28, 60, 28, 8, 40))
    write_table(workbook, VOCABULARIES, VOCABULARY_HEADERS, _codes(known), (12, 28, 20, 50))


def widths_of(columns: Iterable[Column]) -> list[int]:
    """Wide enough to recognise what is in a column."""
    return [max(_WIDTHS.get(column.shape, 10), 2 * len(column.header) + 2) for column in columns]


def write_template(sheets: Iterable[Sheet], notes: Iterable[tuple[str, str]]) -> bytes:
    """An empty intake file: the sheets with their headers and lists to choose words from, the codebook, and how to fill it in."""
    known = list(sheets)
    workbook = Workbook()
    workbook.remove(workbook.active)
    lists = _vocabulary_ranges(known)
    for sheet in known:
        page = workbook.create_sheet(sheet.name)
        page.freeze_panes = "A2"
        page.append([_header(page, column.header) for column in sheet.columns])
        for place, (column, width) in enumerate(zip(sheet.columns, widths_of(sheet.columns), strict=True), start=1):
            letter = get_column_letter(place)
            page.column_dimensions[letter].width = width
            if column.shape not in (Shape.NUMBER, Shape.YES, Shape.TICK):
                # As text: Excel would make a date of 2024-04 and of the code 1-5, and a 3 of the code 03.
                page.column_dimensions[letter].number_format = "@"
            if where := lists.get((sheet.name, column.header)):
                choice = DataValidation("list", formula1=where, allow_blank=True, showErrorMessage=False)
                choice.add(f"{letter}2:{letter}{INTAKE_EPISODES_AT_MOST + 1}")
                page.add_data_validation(choice)
    write_codebook(workbook, known)
    write_table(workbook, ABOUT, ("項目", "内容"), notes, (24, 90))
    written = io.BytesIO()
    workbook.save(written)
    return written.getvalue()


def _header(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, text)
    cell.font = Font(bold=True)
    return cell


def _described(sheets: Iterable[Sheet]) -> Iterable[tuple[Any, ...]]:
    for sheet in sheets:
        for place, column in enumerate(sheet.columns, start=1):
            yield (
                sheet.name,
                place,
                column.header,
                column.meaning,
                str(column.shape),
                column.unit or None,
                sheet.audience_of(column),
            )


def _codes(sheets: Iterable[Sheet]) -> Iterable[tuple[str, str, str, str]]:
    for sheet in sheets:
        for column in sheet.columns:
            if column.shape in (Shape.WORDS, Shape.TICK):
                yield from ((sheet.name, column.header, code, words) for code, words in column.vocabulary)


def _vocabulary_ranges(sheets: Iterable[Sheet]) -> dict[tuple[str, str], str]:
    """Where the words of each column stand in the list of codes; nothing for a vocabulary that is empty."""
    ranges: dict[tuple[str, str], str] = {}
    for row, (sheet, header, _code, _words) in enumerate(_codes(sheets), start=2):
        first = ranges.get((sheet, header), "").partition("!$D$")[2].partition(":")[0] or str(row)
        ranges[sheet, header] = f"'{VOCABULARIES}'!$D${first}:$D${row}"
    return ranges
