"""Cells of spreadsheets that come from what people typed. Every room that writes an XLSX file writes its cells here."""

from typing import Any

from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from bansou.text.formulas import looks_like_formula


def safe_cell(sheet: Any, value: Any) -> Any:
    """The value as openpyxl takes it. Text that looks like a formula becomes a cell of type text with a leading quote mark's meaning."""
    if not isinstance(value, str):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub("", value)
    if not looks_like_formula(text):
        return text or None
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"  # openpyxl makes a formula of "=…"
    cell.quotePrefix = True  # and Excel would, when somebody edits the cell
    return cell
