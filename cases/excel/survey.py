"""Walking the XML of an uploaded workbook before openpyxl builds trees of it: how much there is, and how much in one piece."""

import io
from typing import Any
from xml.sax.handler import ContentHandler

import defusedxml.sax

#: An element costs Python some 300 bytes while its tree stands. openpyxl lets go of a tree after each row and each shared string.
ELEMENTS_AT_MOST = 1_500_000
ELEMENTS_IN_ONE_PIECE = 10_000
ELEMENTS_OF_A_FORMAT = 30_000
#: Rows of a sheet, empty ones too.
ROWS_AT_MOST = 30_000

SHEETS, STRINGS = "xl/worksheets/", "xl/sharedStrings.xml"


class TooMuchError(Exception):
    """More elements than a list of cases has."""


class TooManyRowsError(TooMuchError):
    """More rows than a list of cases has."""


class Survey(ContentHandler):
    """One walk over the parts of a workbook; `merged` holds the first merged cells of each sheet that has some."""

    def __init__(self) -> None:
        super().__init__()
        self.elements = 0
        self.merged: dict[str, str] = {}

    def walk(self, part: str, content: bytes) -> None:
        """Walk one part. Raises TooMuchError, or whatever the parser finds wrong."""
        self._part, self._depth, self._rows, self._in_piece, self._branch = part, 0, 0, 0, ""
        self._is_list = part == STRINGS or part.startswith(SHEETS)
        defusedxml.sax.parse(io.BytesIO(content), self)

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802 - the parser's name
        """Count it, for the whole and for the piece that it is in."""
        name = name.rpartition(":")[2]
        self.elements += 1
        self._depth += 1
        if self._depth == 2:
            self._branch = name
        if self._is_new_piece():
            self._in_piece = 0
        self._in_piece += 1
        if self.elements > ELEMENTS_AT_MOST or self._in_piece > (
            ELEMENTS_IN_ONE_PIECE if self._is_list else ELEMENTS_OF_A_FORMAT
        ):
            raise TooMuchError
        if name == "mergeCell" and self._part.startswith(SHEETS):
            self.merged.setdefault(self._part, attrs.get("ref", ""))

    def endElement(self, name: str) -> None:  # noqa: N802 - the parser's name
        """Back to what it is in."""
        self._depth -= 1

    def _is_new_piece(self) -> bool:
        """Whether the element is a row of a sheet, a string of the list, or something else beside those."""
        if self._part == STRINGS:
            return self._depth == 2
        if self._depth == 3 and self._branch == "sheetData":
            self._rows += 1
            if self._rows > ROWS_AT_MOST:
                raise TooManyRowsError
            return True
        return self._depth == 2
