"""The searches that somebody saved, for the file with his data."""

from accounts.models import User
from accounts.my_data import DataPart, Table, register_data
from bansou.search.models import SavedSearch


def collect(person: User) -> DataPart:
    """As he saved them."""
    saved = SavedSearch.objects.of(person)
    return DataPart(
        (Table.of("saved_searches", "保存した検索", saved, "name", "page", "query", "kind", "conditions", "tells", "created_at"),)
    )


def connect() -> None:
    """Called once when the app is ready."""
    register_data(collect)
