"""Reads an organisation's list of people: a CSV as Excel saves it, every line checked before anything is done."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field

from django import forms

from accounts.invitations import ORGANISATION
from accounts.models import Invitation, Membership, Organisation
from accounts.refusals import Refused
from bansou.forms.fields import AddressField
from bansou.text.formulas import looks_like_formula
from bansou.text.normalise import clean_line, fold

ADDRESS, NAME, LINE, REASON = "メールアドレス", "名前", "行", "取り込まなかった理由"
#: How people head the two columns.
_HEADINGS = {
    ADDRESS: {"メールアドレス", "メール", "アドレス", "eメール", "e-mail", "email", "mail"},
    NAME: {"名前", "氏名", "お名前", "name"},
}
LINES_AT_MOST = 2_000
#: 2,000 lines of the longest addresses and names are some 0.8 MB.
BYTES_AT_MOST = 2**20
NAME_MAX = 40
_SAVE_AS = "Excelで「ファイル」→「名前を付けて保存」を開き、種類に「CSV UTF-8（コンマ区切り）」を選んで保存してください。"


@dataclass(frozen=True)
class Line:
    """One line of the list, by its number in the spreadsheet."""

    number: int
    address: str
    name: str


@dataclass(frozen=True)
class LeftOut:
    """A line that is not taken in, as it stood, and why. `is_error`: to be put right; otherwise there is nothing to do for it."""

    number: int
    address: str
    name: str
    reason: str
    is_error: bool = True


@dataclass
class CheckedPeople:
    """What a list holds."""

    lines: list[Line] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)

    @property
    def errors(self) -> list[LeftOut]:
        """Lines to be put right."""
        return [line for line in self.left_out if line.is_error]

    @property
    def known(self) -> list[LeftOut]:
        """Lines of people who are there already, or invited."""
        return [line for line in self.left_out if not line.is_error]


def check_people(content: bytes, organisation: Organisation) -> CheckedPeople:
    """The lines that can be invited and those that cannot. Two queries, however long the list. Raises Refused for a file as a whole."""
    checked = CheckedPeople()
    address_field = AddressField(max_length=254)
    seen: dict[str, int] = {}
    found: list[Line] = []
    for number, typed_address, typed_name in _rows(_text(content)):
        try:
            line = Line(number, _address(address_field, typed_address), _name(typed_name))
            if line.address in seen:
                raise Refused(f"{seen[line.address]}行目と同じメールアドレスです。")
        except Refused as refusal:
            checked.left_out.append(LeftOut(number, typed_address, typed_name, refusal.reason))
        else:
            seen[line.address] = number
            found.append(line)
    known = _known(seen, organisation)
    for line in found:
        if reason := known.get(line.address):
            checked.left_out.append(LeftOut(line.number, line.address, line.name, reason, is_error=False))
        else:
            checked.lines.append(line)
    checked.left_out.sort(key=lambda line: line.number)
    return checked


def write_template() -> bytes:
    """An empty list with one line that shows how."""
    return f"{ADDRESS},{NAME}\r\nhanako@example.jp,見本 花子\r\n".encode("utf-8-sig")


def write_left_out(rows: Sequence[tuple[int, str, str, str]]) -> bytes:
    """A CSV of lines (number, address, name, reason) that Excel opens: to be put right, and taken in again as it is."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([ADDRESS, NAME, LINE, REASON])
    for number, address, name, reason in rows:
        writer.writerow([_harmless(address), _harmless(name), number, reason])
    return text.getvalue().encode("utf-8-sig")


def _harmless(text: str) -> str:
    """A spreadsheet must show it, not calculate it."""
    return f"'{text}" if looks_like_formula(text) else text


def _text(content: bytes) -> str:
    if not content.strip():
        raise Refused("ファイルが空です。名簿を書き込んだファイルを選んでください。")
    if len(content) > BYTES_AT_MOST:
        raise Refused("ファイルは1MBまでです。名簿を分けて、二つのファイルにしてください。")
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise Refused(f"Excelブックのままでは読めません。{_SAVE_AS}")
    for encoding in ("utf-8-sig", "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "cp932"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise Refused(f"文字を読み取れませんでした。{_SAVE_AS}")


def _rows(text: str) -> list[tuple[int, str, str]]:
    """(number, address, name) of every filled line below the headings."""
    separator = max(",\t;", key=text.partition("\n")[0].count)
    try:
        table = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise Refused(f"表として読めませんでした。{_SAVE_AS}") from error
    address, name = _columns(table[0] if table else [])
    cells = [(number, _cell(row, address), _cell(row, name)) for number, row in enumerate(table[1:], start=2)]
    rows = [row for row in cells if row[1] or row[2]]
    if not rows:
        raise Refused("見出しの下に、一行もありません。名簿を書き込んだファイルを選んでください。")
    if len(rows) > LINES_AT_MOST:
        raise Refused(f"一つのファイルは{LINES_AT_MOST:,}人まで（今は{len(rows):,}人）です。名簿を分けてください。")
    return rows


def _columns(headings: Sequence[str]) -> tuple[int, int | None]:
    """The places of address and name; a list without names is fine."""
    folded = [fold(heading) for heading in headings]
    address, name = (
        next((place for place, heading in enumerate(folded) if heading in _HEADINGS[column]), None) for column in (ADDRESS, NAME)
    )
    if address is None:
        raise Refused(f"一行目に「{ADDRESS}」の見出しがありません。ひな形の見出しを、そのまま使ってください。")
    return address, name


def _cell(row: Sequence[str], place: int | None) -> str:
    return clean_line(row[place])[:300] if place is not None and place < len(row) else ""


def _address(address_field: AddressField, typed: str) -> str:
    if not typed:
        raise Refused(f"「{ADDRESS}」が空です。")
    try:
        return address_field.clean(typed)
    except forms.ValidationError:
        raise Refused("メールアドレスの形になっていません。") from None


def _name(typed: str) -> str:
    if len(typed) > NAME_MAX:
        raise Refused(f"「{NAME}」は{NAME_MAX}文字までです（今は{len(typed)}文字です）。")
    return typed


def _known(addresses: dict[str, int], organisation: Organisation) -> dict[str, str]:
    """Why nothing is to be done for an address, by address."""
    belonging = Membership.objects.living().filter(organisation=organisation, user__email__in=addresses)
    invited = Invitation.objects.open().filter(
        kind=ORGANISATION, target_id=organisation.pk, email__in=addresses, is_from_list=True
    )
    return dict.fromkeys(invited.values_list("email", flat=True), "招待を送ってあります。返事を待っています。") | dict.fromkeys(
        belonging.exclude(confirmed_at=None).values_list("user__email", flat=True), "もう、この支援機関に所属しています。"
    )
