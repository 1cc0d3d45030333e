"""Checking an intake sheet: every row becomes a draft to be, or a sentence on what to put right."""

import datetime
import difflib
import itertools
import re
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Model

from accounts.models import Membership, User
from bansou.text.normalise import clean_line, clean_text, fold
from cases.excel.columns import EPISODE_NUMBER, RECEIPT_NUMBER, SUPPORTER, Column, Shape
from cases.excel.opening import Problems, TableRow, Tables, open_tables
from cases.excel.sheets import LEFT_OUT, Sheet, intake_sheets
from cases.forms.fields import MonthField
from cases.intake import DraftToBe
from cases.limits import EPISODES_AT_MOST, INTAKE_CASES_AT_MOST, INTAKE_EPISODES_AT_MOST
from cases.models import Case, Theme
from cases.record import EPISODE_POINTERS, PLAIN_FIELDS, ROW_KINDS
from cases.vocabularies import Disclosure, Partner, Wall

ROWS_AT_MOST = {"事例": INTAKE_CASES_AT_MOST, "対話": INTAKE_EPISODES_AT_MOST, "壁": INTAKE_CASES_AT_MOST * len(Wall)}
#: Questions of the bank are chosen on the site; a list does not know their numbers.
_CASE_FIELDS = tuple(name for name in PLAIN_FIELDS if name not in LEFT_OUT["case"])
#: Characters of a receipt number.
_RECEIPT_AT_MOST = 40
_YES = {"1", "はい", "○", "◯", "true", "yes", "レ", "✓"}
_NO = {"0", "いいえ", "×", "false", "no", "-"}
#: A day after a month: people copy whole dates.
_DAY = re.compile(r"(?<=[年月./-])(\s*\d{1,2}\s*[月./-])\s*\d{1,2}\s*日?$")
_NUMBER = re.compile(r"\d{1,9}")

#: Tells what is wrong: column, reason.
Complain = Callable[[str, str], None]


@dataclass(frozen=True)
class Checked:
    """What a file would make. There are drafts to be made only where there is no problem."""

    drafts: list[DraftToBe]
    problems: Problems


def check_intake(content: bytes) -> Checked:
    """Read and check an uploaded file. Raises opening.Unreadable where it is no readable workbook."""
    themes = list(Theme.objects.filter(is_active=True))
    sheets = intake_sheets(themes)
    tables, problems = open_tables(content, sheets, rows_at_most=ROWS_AT_MOST)
    if not problems.count and not tables["事例"]:
        problems.add("事例", None, "", "事例が一件も書かれていません。2行目から書いてください。")
    drafts = [] if problems.count else _Check(sheets, themes, problems).drafts(tables)
    places = {sheet.name: place for place, sheet in enumerate(sheets)}
    problems.listed.sort(key=lambda problem: (places.get(problem.sheet, len(places)), problem.row or 0))
    return Checked([] if problems.count else drafts, problems)


class _Check:
    """One walk over the rows of a file."""

    def __init__(self, sheets: Iterable[Sheet], themes: Iterable[Theme], problems: Problems) -> None:
        self.sheets = {sheet.name: sheet for sheet in sheets}
        self.themes = {theme.slug: theme for theme in themes}
        self.problems = problems

    def drafts(self, tables: Tables) -> list[DraftToBe]:
        """The cases with their rows, those with a problem left out."""
        numbers = self._receipt_numbers(tables["事例"])
        supporters = _supporters(fold(_as_text(row.cells.get(SUPPORTER)) or "") for row in tables["事例"])
        episodes = self._rows_by_case("対話", tables["対話"], numbers)
        walls = self._rows_by_case("壁", tables["壁"], numbers)
        made = []
        for row in tables["事例"]:
            number = fold(_as_text(row.cells.get(RECEIPT_NUMBER)) or "")
            draft = self._draft(row, supporters, self._episodes(episodes[number]), self._walls(walls[number]))
            if draft:
                made.append((row, draft))
        self._refuse_what_is_there(made)
        return [draft for _, draft in made]

    def _complain_of(self, sheet: str, row: TableRow) -> Complain:
        return lambda column, reason: self.problems.add(sheet, row.number, column, reason)

    def _receipt_numbers(self, rows: Iterable[TableRow]) -> set[str]:
        """The numbers of the cases, folded; a missing, long or double one is complained of."""
        known: dict[str, int] = {}
        for row in rows:
            complain = self._complain_of("事例", row)
            number = _as_text(row.cells.get(RECEIPT_NUMBER))
            if not number:
                complain(RECEIPT_NUMBER, "受付番号を入れてください。")
            elif len(number) > _RECEIPT_AT_MOST:
                complain(RECEIPT_NUMBER, f"{_RECEIPT_AT_MOST}文字までです（今は{len(number)}文字です）。")
            elif (first := known.setdefault(fold(number), row.number)) != row.number:
                complain(RECEIPT_NUMBER, f"{first}行目と同じ受付番号です。事例ごとに違うものにしてください。")
        return set(known)

    def _rows_by_case(self, sheet: str, rows: Iterable[TableRow], numbers: set[str]) -> dict[str, list[TableRow]]:
        grouped: dict[str, list[TableRow]] = defaultdict(list)
        for row in rows:
            number = _as_text(row.cells.get(RECEIPT_NUMBER))
            if number and fold(number) in numbers:
                grouped[fold(number)].append(row)
            elif number:
                self.problems.add(sheet, row.number, RECEIPT_NUMBER, f"「{number}」の事例が「事例」シートにありません。")
            else:
                self.problems.add(sheet, row.number, RECEIPT_NUMBER, "どの事例の行か、受付番号を入れてください。")
        return grouped

    def _draft(
        self, row: TableRow, supporters: dict[str, User], episodes: dict[int, dict[str, Any]], walls: list[dict[str, Any]]
    ) -> DraftToBe | None:
        complain = self._complain_of("事例", row)
        before = self.problems.count
        address = _as_text(row.cells.get(SUPPORTER))
        supporter = supporters.get(fold(address or ""))
        if not address:
            complain(SUPPORTER, "支援者のメールアドレスを入れてください。")
        elif supporter is None:
            complain(
                SUPPORTER,
                f"「{address}」という確認済みの支援者はいません。アドレスと、所属の確認が済んでいるかを確かめてください。",
            )
        answers = self._fields("事例", row, _CASE_FIELDS, complain)
        _check_answers(answers, episodes, complain)
        if self.problems.count > before or supporter is None:
            return None
        number = _as_text(row.cells.get(RECEIPT_NUMBER)) or ""
        return DraftToBe(number, supporter, answers, {"episodes": list(episodes.values()), "walls": walls})

    def _episodes(self, rows: Iterable[TableRow]) -> dict[int, dict[str, Any]]:
        """A case's dialogues by their number, in its order, each with a key of its own."""
        found: dict[int, dict[str, Any]] = {}
        for row in rows:
            complain = self._complain_of("対話", row)
            values = self._fields("対話", row, ("key", *ROW_KINDS["episodes"].columns), complain)
            number = values.pop("key")
            if not number:
                complain(EPISODE_NUMBER, "何番目の対話か、1からの数で入れてください。")
            elif number in found:
                complain(EPISODE_NUMBER, f"この事例には、対話番号{number}がもうあります。")
            elif len(found) == EPISODES_AT_MOST:
                complain("", f"一つの事例に書ける対話は{EPISODES_AT_MOST}件までです。")
            else:
                found[number] = values | {"key": uuid.uuid4(), "partner": values["partner"] or Partner.PRESIDENT}
        return dict(sorted(found.items()))

    def _walls(self, rows: Iterable[TableRow]) -> list[dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {}
        for row in rows:
            complain = self._complain_of("壁", row)
            values = self._fields("壁", row, ROW_KINDS["walls"].columns, complain)
            if values["wall"] and values["wall"] in found:
                complain("壁", "この事例には、同じ壁がもうあります。")
            found[values["wall"]] = values
        return list(found.values())

    def _fields(self, sheet: str, row: TableRow, names: Iterable[str], complain: Complain) -> dict[str, Any]:
        """The row's values by field, each cleaned; what cannot stand is complained of and left empty."""
        columns = self.sheets[sheet].columns
        model = self.sheets[sheet].model
        values = {}
        for name in names:
            own = [column for column in columns if column.name == name]
            value = self._value(model, own, row.cells, complain)
            if value in (None, "", []) and _is_needed(model, name):
                complain(own[0].header, "入れてください。空にはできません。")
            values[name] = value
        return values

    def _value(self, model: type[Model], columns: list[Column], cells: dict[str, Any], complain: Complain) -> Any:
        model_field: Any = model._meta.get_field(columns[0].name)
        shape = columns[0].shape
        if shape == Shape.TICK:
            return [column.option for column in columns if _yes(column, cells, complain)]
        if shape == Shape.TEXT:
            return _text(model_field, columns[0], cells, complain)
        if shape in _READERS:
            return _READERS[shape](columns[0], cells, complain)
        codes = [_code(words, code, cells, complain) for words, code in itertools.batched(columns, 2)]
        if isinstance(model_field, models.ManyToManyField):
            return [self.themes[code] for code in dict.fromkeys(codes) if code]
        return model_field.to_python(codes[0]) if codes[0] or not model_field.null else None

    def _refuse_what_is_there(self, made: list[tuple[TableRow, DraftToBe]]) -> None:
        keys = {draft.submission_key: row for row, draft in made}
        for key in Case.objects.filter(submission_key__in=keys).values_list("submission_key", flat=True):
            self.problems.add(
                "事例",
                keys[key].number,
                RECEIPT_NUMBER,
                "同じ受付番号と題名の事例を、この支援者の下書きとして取り込み済みです。行を消してください。",
            )


def _supporters(addresses: Iterable[str]) -> dict[str, User]:
    """The verified supporters of these addresses, each with his membership; one query."""
    living = Membership.objects.living().filter(user__email__in=set(addresses)).select_related("user", "organisation")
    found = {}
    for membership in living:
        user = membership.user
        user.membership = membership
        if user.is_supporter:
            found[user.email] = user
    return found


def _check_answers(answers: dict[str, Any], episodes: dict[int, dict[str, Any]], complain: Complain) -> None:
    """What holds between the fields of a case."""
    answers["disclosure"] = answers["disclosure"] or Disclosure.ANONYMOUS
    if answers["disclosure"] == Disclosure.NAMED:
        complain("公開のしかた", "実名での公開は、まだ選べません。匿名公開か会員限定にしてください。")
    started, ended = answers["support_started"], answers["support_ended"]
    if ended and not started:
        complain("支援を始めた月", "支援を終えた月があるときは、始めた月も入れてください。")
    elif ended and ended < started:
        complain("支援を終えた月", "始めた月より前になっています。")
    if answers["meetings_count"] is not None and not 1 <= answers["meetings_count"] <= 999:
        complain("面談の回数（回）", "1から999までの数を入れてください。")
    for name, label in EPISODE_POINTERS.items():
        number = answers[name]
        answers[name] = episodes[number]["key"] if number in episodes else None
        if number is not None and number not in episodes:
            complain(f"{label}のあった対話の{EPISODE_NUMBER}", f"この事例の「対話」シートに、対話番号{number}がありません。")


def _is_needed(model: type[Model], name: str) -> bool:
    """Whether a draft cannot be stored without the field: the title, what was asked, which wall. The number of a dialogue has its own words."""
    model_field: Any = model._meta.get_field(name)
    return not model_field.blank and not model_field.has_default()


def _as_text(value: Any) -> str | None:
    """A cell as one line of text; None where it is empty or a date."""
    match value:
        case None | datetime.date() | datetime.time() | datetime.timedelta():
            return None
        case bool():
            return "1" if value else "0"
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return clean_line(_unescaped(str(value))) or None


def _unescaped(text: str) -> str:
    """Excel writes a carriage return as these letters."""
    return text.replace("_x000D_", "")


def _became_date(value: Any) -> bool:
    return isinstance(value, datetime.date | datetime.time | datetime.timedelta)


def _text(model_field: Any, column: Column, cells: dict[str, Any], complain: Complain) -> str:
    value = cells.get(column.header)
    if _became_date(value):
        complain(column.header, "日付に変わっています。セルの書式を「文字列」にして、入れ直してください。")
        return ""
    text = _as_text(value) or ""
    if isinstance(value, str) and isinstance(model_field, models.TextField):
        text = clean_text(_unescaped(value))
    if len(text) > model_field.max_length:
        complain(column.header, f"{model_field.max_length:,}文字までです（今は{len(text):,}文字です）。")
    return text


def _number(column: Column, cells: dict[str, Any], complain: Complain) -> int | None:
    typed = fold(_as_text(cells.get(column.header)) or "").removesuffix(column.unit or "\0")
    if _NUMBER.fullmatch(typed):
        return int(typed)
    if typed or _became_date(cells.get(column.header)):
        complain(column.header, "0以上の整数を入れてください。")
    return None


def _month(column: Column, cells: dict[str, Any], complain: Complain) -> datetime.date | None:
    """A month from a date of the spreadsheet, or written as people do; a day after it is passed over."""
    value = cells.get(column.header)
    typed = f"{value:%Y-%m}" if isinstance(value, datetime.date) else fold(_as_text(value) or "")
    if not typed and _became_date(value):
        typed = "?"
    try:
        month: datetime.date | None = MonthField(required=False).clean(_DAY.sub(lambda found: found[1].rstrip("./- "), typed))
    except ValidationError as error:
        complain(column.header, " ".join(error.messages))
        return None
    return month


def _yes(column: Column, cells: dict[str, Any], complain: Complain) -> bool:
    typed = fold(_as_text(cells.get(column.header)) or "")
    if typed in _YES:
        return True
    if (typed and typed not in _NO) or _became_date(cells.get(column.header)):
        complain(column.header, "あてはまるときは1を入れ、あてはまらないときは空にしてください。")
    return False


_READERS = {Shape.YES: _yes, Shape.MONTH: _month, Shape.NUMBER: _number}


def _code(words: Column, code: Column, cells: dict[str, Any], complain: Complain) -> str:
    """The code of a vocabulary from the column of words or that of codes; either may hold either. "" where both are empty."""
    found = {column: _known_code(column, cells.get(column.header), complain) for column in (words, code)}
    if found[words] and found[code] and found[words] != found[code]:
        complain(code.header, f"「{words.header}」の言葉とコードが違います。どちらかに合わせるか、一つを空にしてください。")
    return found[words] or found[code] or ""


def _known_code(column: Column, value: Any, complain: Complain) -> str:
    if _became_date(value):
        complain(
            column.header, "日付に変わっています。セルの書式を「文字列」にして、符号一覧の言葉かコードを入れ直してください。"
        )
        return ""
    typed = _as_text(value)
    if typed is None:
        return ""
    known = {_same(label): code for code, label in column.vocabulary} | {_same(code): code for code, _ in column.vocabulary}
    found = known.get(_same(typed)) or known.get(typed.zfill(2))  # Excel makes a number of the code 03
    if found is None:
        labels = {_same(label): label for _, label in column.vocabulary}
        near = difflib.get_close_matches(_same(typed), labels, n=1, cutoff=0.5)
        hint = f"「{labels[near[0]]}」のことでしょうか。" if near else ""
        complain(column.header, f"「{typed[:40]}」は、符号一覧の言葉にもコードにもありません。{hint}")
        return ""
    return found


def _same(text: str) -> str:
    """For comparing words: as `fold`, and the two wave dashes of Japanese keyboards are one."""
    return fold(text).replace("〜", "~")
