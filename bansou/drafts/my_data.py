"""What somebody has typed and not saved yet, for the file with his data."""

from accounts.models import User
from accounts.my_data import DataPart, Table, plain, register_data
from bansou.drafts.models import Draft


def collect(person: User) -> DataPart:
    """A row for each field that holds something."""
    rows = tuple(
        (draft.place, plain(draft.typed_at), name, value)
        for draft in Draft.objects.of(person)
        for name, values in draft.typed.lists()
        for value in values
        if value
    )
    return DataPart((Table("drafts", "書きかけ", ("place", "typed_at", "field", "text"), ("場所", "日時", "欄", "文章"), rows),))


def connect() -> None:
    """Called once when the app is ready."""
    register_data(collect)
