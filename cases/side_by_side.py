"""Two to four cases beside each other, line by line, each value as the reader may see it (layers.py)."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import ManyToManyField, TextChoices
from django.http import QueryDict

from accounts.audiences import Person
from cases.conditions import IDS_READ, chosen_ids
from cases.layers import readable_fields, readable_rows
from cases.limits import COMPARED_AT_LEAST, COMPARED_AT_MOST
from cases.models import Case
from cases.vocabularies import Inquiry, Mark, Partner, Stage, Wall
from cases.wording import field_label, field_words

#: What a case says of one thing, in lines, to a person; [] where it says nothing or nothing that he may read.
Teller = Callable[[Case, Person], list[str]]
#: Rows that the table reads, each fetched once for all cases.
_ROWS = ("walls", "first_themes", "real_themes", "episodes", "numbers", "trends")


@dataclass(frozen=True)
class Line:
    """One thing that is compared: its words, and for each case what it says, in lines."""

    label: str
    cells: list[list[str]]


@dataclass(frozen=True)
class Section:
    """Lines that belong together."""

    title: str
    lines: list[Line]


@dataclass(frozen=True)
class Column:
    """A case with the address of the page without it."""

    case: Case
    query_without: str


@dataclass(frozen=True)
class SideBySide:
    """The cases and what they say, and what the address asked for beyond that."""

    columns: list[Column]
    sections: list[Section]
    #: Query of the list from which another case can be added; "" when there are enough.
    query_for_more: str
    #: Some were asked for that cannot be shown: too many, or not (or no longer) to be read by this person.
    is_cut: bool
    is_missing: bool


def side_by_side(address: QueryDict, person: Person) -> SideBySide:
    """The cases that the address names and the person may read, in its order, the first four of them."""
    ids = chosen_ids(address)
    readable = Case.objects.visible_to(person).prefetch_related(*_ROWS).in_bulk(ids)
    found = [readable[pk] for pk in ids if pk in readable]
    cases = found[:COMPARED_AT_MOST]
    keys = [case.pk for case in cases]
    return SideBySide(
        columns=[Column(case, _query([pk for pk in keys if pk != case.pk])) for case in cases],
        sections=_sections(cases, person) if len(cases) >= COMPARED_AT_LEAST else [],
        query_for_more=_query(keys) if len(keys) < COMPARED_AT_MOST else "",
        is_cut=len(found) > COMPARED_AT_MOST or len(address.getlist("id")) > IDS_READ,
        is_missing=len(found) < len(set(address.getlist("id")[:IDS_READ])),
    )


def _query(keys: list[int]) -> str:
    return f"?{urlencode([('id', key) for key in keys])}"


def _sections(cases: list[Case], person: Person) -> list[Section]:
    """The lines of which at least one of the cases says something to the person."""
    sections = [
        Section(title, [Line(label, [tell(case, person) for case in cases]) for label, tell in tellers.items()])
        for title, tellers in _TELLERS.items()
    ]
    spoken = [Section(section.title, [line for line in section.lines if any(line.cells)]) for section in sections]
    return [section for section in spoken if section.lines]


def _field(name: str) -> tuple[str, Teller]:
    """A field of the case under its own name."""

    def tell(case: Case, person: Person) -> list[str]:
        if name not in readable_fields(case, person):
            return []
        if isinstance(Case._meta.get_field(name), ManyToManyField):
            return [str(thing) for thing in getattr(case, name).all()]
        words = field_words(case, name)
        return [words] if words else []

    return field_label(Case, name), tell


def _period(case: Case, person: Person) -> list[str]:
    return [case.period] if {"support_started", "support_ended"} <= readable_fields(case, person) and case.period else []


def _meetings(case: Case, person: Person) -> list[str]:
    return [f"{case.meetings_count}回"] if "meetings_count" in readable_fields(case, person) and case.meetings_count else []


def _wall(wall: Wall) -> tuple[str, Teller]:
    """How high the wall was and what became of it."""

    def tell(case: Case, person: Person) -> list[str]:
        row = next((row for row in readable_rows(case.walls.all(), person) if row.wall == wall), None)
        if row is None:
            return []
        said = [
            f"{label}：{field_words(row, name)}"
            for label, name in (("高さ", "height"), ("結果", "outcome"))
            if name in readable_fields(row, person) and field_words(row, name)
        ]
        return said or ["立ちはだかった"]

    return str(wall.label), tell


def _scenes(case: Case, person: Person) -> list[str]:
    episodes = readable_rows(case.episodes.all(), person)
    return [f"{len(episodes)}場面"] if episodes else []


def _seen(name: str, codes: type[TextChoices]) -> Teller:
    """What the dialogues of a case say of one field, each value once and in the order of the vocabulary."""

    def tell(case: Case, person: Person) -> list[str]:
        said = {getattr(episode, name) for episode in case.episodes.all() if name in readable_fields(episode, person)}
        return [str(code.label) for code in codes if code.value in said]

    return tell


def _marks(case: Case, person: Person) -> list[str]:
    counts = Counter(episode.mark for episode in case.episodes.all() if "mark" in readable_fields(episode, person))
    return [f"{mark.label} {counts[mark.value]}" for mark in Mark if counts[mark.value]]


def _numbers(case: Case, person: Person) -> list[str]:
    rows = readable_rows(case.numbers.all(), person)
    return [f"{row.indicator}：{f'{row.before} → ' if row.before else ''}{row.after}{row.unit}" for row in rows]


def _trends(case: Case, person: Person) -> list[str]:
    return [str(row) for row in readable_rows(case.trends.all(), person)]


#: All lines of the table, by section.
_TELLERS: dict[str, dict[str, Teller]] = {
    "会社": dict(
        map(_field, ("display_name", "industry", "industry_note", "area", "employee_band", "founded_decade", "president_role"))
    ),
    "支援": {
        "支援の期間": _period,
        "面談の回数": _meetings,
        **dict(map(_field, ("support_format", "trigger", "worked_with", "tools"))),
    },
    "課題": dict(map(_field, ("first_themes", "real_themes", "issue_named_by"))),
    "五つの壁": dict(map(_wall, Wall)),
    "対話": {
        "場面の数": _scenes,
        "通った段階": _seen("stage", Stage),
        "話した相手": _seen("partner", Partner),
        "問いかけの種類": _seen("inquiry", Inquiry),
        "しるし": _marks,
    },
    "結果": {
        **dict(map(_field, ("self_running",))),
        "数字の成果": _numbers,
        "ロカベンの変化（支援者だけが読めます）": _trends,
    },
}
