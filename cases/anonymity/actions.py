"""Every write of the check: what stays and why, what is written instead, what somebody looked at."""

from collections.abc import Collection
from typing import Any, NamedTuple

from django.db import transaction

from accounts.models import User
from accounts.refusals import Refused
from bansou.moderation.limits import check_limit
from cases.actions import edit_case, latest_version, version_numbered
from cases.anonymity.checking import Mark, marks_of
from cases.anonymity.spans import folded
from cases.answers import Rows
from cases.conflicts import rows_of
from cases.models import Case, CheckTick, KeptMark
from cases.permissions import check_can_edit
from cases.record import ROW_KINDS
from cases.vocabularies import CheckPoint


class Keeping(NamedTuple):
    """A marked word stays."""

    kind: str
    text: str
    reason: str


class Replacing(NamedTuple):
    """A marked word of one text is written otherwise; `everywhere`: in every text of the case."""

    place: str
    kind: str
    text: str
    instead: str
    everywhere: bool = False

    def meets(self, mark: Mark) -> bool:
        """Whether the mark is the word that is meant."""
        return mark.identity == (self.kind, folded(self.text)) and (self.everywhere or mark.place.name == self.place)


@transaction.atomic
def decide_marks(*, case: Case, by: User, keep: Collection[Keeping], replace: Collection[Replacing], based_on: int) -> Case:
    """Write down what stays, and store one new version with all that is replaced. Gives the latest version.

    `based_on`: the version's number that the marks were shown of; EditConflict as in `edit_case`, Refused where a text gets too long.
    """
    check_can_edit(by, case)
    for keeping in keep:
        KeptMark.objects.update_or_create(
            case=case,
            kind=keeping.kind,
            folded=folded(keeping.text),
            defaults={"text": keeping.text, "reason": keeping.reason, "by": by},
        )
    check_limit(by, "anonymity")
    if not replace:
        return latest_version(case)
    seen = version_numbered(case, based_on)
    if seen is None:
        raise Refused("この画面を開いたあとで、事例が新しくなりました。もう一度開いてください。")
    answers, rows = _replaced(seen, replace)
    return edit_case(case=case, by=by, answers=answers, rows=rows, based_on=based_on)


def _replaced(version: Case, replace: Collection[Replacing]) -> tuple[dict[str, Any], Rows]:
    """The texts that change, in the shape that `write_answers` takes."""
    answers: dict[str, Any] = {}
    rows: Rows = {}
    texts: dict[str, str] = {}
    # From the end of each text, so that the places before stay right.
    for mark in reversed(marks_of(version)):
        replacing = next((replacing for replacing in replace if replacing.meets(mark)), None)
        if replacing is None or not mark.place.is_prose:
            continue
        name = mark.place.name
        text = texts.get(name, mark.place.text)
        texts[name] = text[: mark.start] + replacing.instead + text[mark.end :]
    for name, text in texts.items():
        kind, _, rest = name.partition(".")
        _check_length(version, name, text)
        if rest:
            number, column = rest.split(".")
            rows.setdefault(kind, rows_of(version, kind))[int(number)][column] = text
        else:
            answers[name] = text
    return answers, rows


def _check_length(version: Case, name: str, text: str) -> None:
    kind, _, rest = name.partition(".")
    model = ROW_KINDS[kind].model if rest else type(version)
    field: Any = model._meta.get_field(rest.rpartition(".")[2] or name)
    if field.max_length and len(text) > field.max_length:
        raise Refused(f"「{field.verbose_name}」が{field.max_length}文字を超えます。短い言葉に置きかえてください。")


@transaction.atomic
def take_back_kept(*, case: Case, by: User, kept: int) -> None:
    """The word is open again."""
    check_can_edit(by, case)
    check_limit(by, "anonymity")
    KeptMark.objects.filter(case=case, pk=kept).delete()


@transaction.atomic
def tick_checklist(*, case: Case, by: User, points: Collection[str], version: int) -> None:
    """Write down which points somebody looked at in the version; those that are not named are not ticked any more."""
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    check_can_edit(by, case)
    if version != case.latest_revision_id:
        raise Refused("この画面を開いたあとで、事例が新しくなりました。もう一度読み返してから、チェックしてください。")
    check_limit(by, "anonymity")
    CheckTick.objects.filter(case=case, version_id=version).exclude(point__in=points).delete()
    CheckTick.objects.bulk_create(
        [CheckTick(case=case, version_id=version, point=point, by=by) for point in CheckPoint.values if point in points],
        ignore_conflicts=True,
    )
