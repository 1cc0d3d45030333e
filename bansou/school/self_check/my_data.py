"""The self-checks of a person, for the file with his data: the only way in which answers leave the site, and he alone asks for it."""

from collections.abc import Iterator

from django.views.decorators.debug import sensitive_variables

from accounts.models import User
from accounts.my_data import DataPart, Table, Value, plain, register_data
from bansou.school.models import CheckItem, SelfCheck
from bansou.school.models.self_check import Level, UnreadableError

_FIELDS, _HEADERS = ("finished_at", "statement", "answer"), ("終えた日時", "項目", "答え")


@sensitive_variables()
def collect(person: User) -> DataPart:
    """A row for each answer, in words."""
    items = list(CheckItem.objects.all())
    rows = tuple(row for check in SelfCheck.objects.of(person) for row in _rows_of(check, items))
    return DataPart((Table("self_checks", "自己点検", _FIELDS, _HEADERS, rows),))


@sensitive_variables()
def _rows_of(check: SelfCheck, items: list[CheckItem]) -> Iterator[tuple[Value, ...]]:
    when = plain(check.finished_at)
    try:
        answers = check.answers
    except UnreadableError:
        yield when, "", "読み出せませんでした"
        return
    yield from ((when, item.statement, str(Level(answers[item.code]).label)) for item in items if item.code in answers)


def connect() -> None:
    """Called once when the app is ready."""
    register_data(collect)
