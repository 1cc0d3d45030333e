"""Cases as an Excel file: what the reader may see of them, and nothing else."""

import tempfile
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import IO, Any

from django.db.models import Model, QuerySet
from django.utils import timezone
from openpyxl import Workbook

from accounts.audiences import Audience, Person, audiences_of
from bansou.text.templatetags.bansou_text import datetime_ja
from cases.excel.columns import Lookups
from cases.excel.sheets import KEYWORDS, LINKED, QUESTIONS, Sheet, sheets
from cases.excel.workbook import ABOUT, widths_of, write_codebook, write_table
from cases.layers import readable_columns, readable_fields
from cases.limits import EXPORTED_AT_MOST
from cases.models import Case, CaseKeyword, CaseMember, Episode, FollowUp, Theme
from cases.models.querysets import CaseQuerySet
from cases.vocabularies import CardState

#: Rows fetched at a time; a case has some 10 kB.
_CHUNK = 200


def export_cases(cases: CaseQuerySet, *, person: Person, address: str) -> IO[bytes]:
    """The cases and all their rows as an XLSX file, open at its start. The number of queries does not depend on that of the cases.

    `cases`: only such as the person may read. `address`: the list's, written into the file. Of more than EXPORTED_AT_MOST cases
    the newest are written, and the file says so. What only the team of a case may see is left out for the team too: a file is for
    passing on.
    """
    chosen = list(cases.order_by("-first_published_at", "-pk").values_list("pk", flat=True)[: EXPORTED_AT_MOST + 1])
    numbers = chosen[:EXPORTED_AT_MOST]
    known = [_readable_part(sheet, person) for sheet in sheets(Theme.objects.all())]
    known = [sheet for sheet in known if sheet.columns]
    lookups = _look_up(numbers)
    workbook = Workbook(write_only=True)
    for sheet in known:
        rows = (_cells(sheet, row, lookups, person) for row in _rows(sheet, numbers, person).iterator(chunk_size=_CHUNK))
        headers = [column.header for column in sheet.columns]
        write_table(workbook, sheet.name, headers, (row for row in rows if row), widths_of(sheet.columns))
    write_codebook(workbook, known)
    about = _about(person, address, count=len(numbers), is_cut=len(chosen) > len(numbers))
    write_table(workbook, ABOUT, ("項目", "内容"), about, (24, 90))
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    workbook.save(file)
    file.seek(0)
    return file


def _readable_part(sheet: Sheet, person: Person) -> Sheet:
    open_to_him = readable_columns(sheet.model, person)
    return replace(sheet, columns=tuple(column for column in sheet.columns if column.name in open_to_him))


def _cells(sheet: Sheet, row: Model, lookups: Lookups, person: Person) -> list[Any] | None:
    """The row's values, empty where he may not read them; None where the whole row is not for him."""
    if sheet.name in LINKED:
        return [column.read(row, lookups) for column in sheet.columns]
    open_to_him = readable_fields(row, person)
    if not open_to_him:
        return None
    return [column.read(row, lookups) if column.name in open_to_him else None for column in sheet.columns]


def _rows(sheet: Sheet, numbers: list[int], person: Person) -> QuerySet[Any]:
    """The rows of the sheet in the order of the list, then in their own, with whatever their cells name."""
    if sheet.name == KEYWORDS:
        tagged: QuerySet[Any] = CaseKeyword.objects.filter(content_object__in=numbers).select_related("tag")
        return tagged.order_by("-content_object__first_published_at", "-content_object_id", "tag__name")
    if sheet.name == QUESTIONS:
        used: QuerySet[Any] = Case.used_questions.through.objects.filter(case__in=numbers, questioncard__state=CardState.SHOWN)
        return used.select_related("questioncard").order_by("-case__first_published_at", "-case_id", "questioncard_id")
    if sheet.model is Case:
        return Case.objects.filter(pk__in=numbers).select_related("author", "organisation").order_by("-first_published_at", "-pk")
    rows: QuerySet[Any] = FollowUp.objects.visible_to(person) if sheet.model is FollowUp else sheet.model._default_manager.all()
    if sheet.model is CaseMember:
        rows = rows.select_related("user")
    own_order = (*(sheet.model._meta.ordering or ()), "pk")
    return rows.filter(case__in=numbers).order_by("-case__first_published_at", "-case_id", *own_order)


def _look_up(numbers: Iterable[int]) -> Lookups:
    """Themes and places of dialogues, in three queries."""
    themes: dict[tuple[str, int], list[Theme]] = defaultdict(list)
    for name in ("first_themes", "real_themes"):
        through = getattr(Case, name).through
        chosen = (
            through.objects.filter(case__in=numbers).select_related("theme").order_by("case_id", "theme__position", "theme_id")
        )
        for row in chosen:
            themes[name, row.case_id].append(row.theme)
    return Lookups(themes, dict(_numbered(numbers)))


def _numbered(numbers: Iterable[int]) -> Iterator[tuple[tuple[int, uuid.UUID], int]]:
    place, before = 0, None
    episodes = Episode.objects.filter(case__in=numbers).order_by("case_id", "sort_order", "pk").values_list("case_id", "key")
    for case, key in episodes.iterator(chunk_size=2_000):
        place = place + 1 if case == before else 1
        before = case
        yield (case, key), place


def _about(person: Person, address: str, *, count: int, is_cut: bool) -> list[tuple[str, str]]:
    """What a person who is handed the file must know."""
    audience = Audience(audiences_of(person)[-1])
    lines = [
        ("作成した日時", datetime_ja(timezone.now())),
        ("条件（一覧のアドレス）", address),
        ("事例の数", f"{count}件"),
        ("読める方", f"{audience.label}（この方に見せてよい項目だけを載せています）"),
        (
            "表の作り",
            "一行が一件です。シートどうしは事例番号で結び付きます。列の意味は符号表、コードの意味は符号一覧にあります。",
        ),
        ("見本", "「見本」の列が1の事例は、書き方を示すための架空の事例です。統計には使わないでください。"),
    ]
    if is_cut:
        lines.insert(
            3,
            (
                "上限",
                f"一つのファイルに入るのは{EXPORTED_AT_MOST:,}件までです。新しい事例から入れました。残りは、条件を足して分けてください。",
            ),
        )
    if audience not in (Audience.PUBLIC, Audience.MEMBER):
        lines.append(("取り扱い", "支援者だけが読める項目が入っています。ほかの方に渡すときは、その列と行を消してください。"))
    return lines
