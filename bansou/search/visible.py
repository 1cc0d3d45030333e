"""Whether a person may see what the index finds, asked for a row of the index at a time: what he may see is never listed first."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models.expressions import RawSQL

from accounts.audiences import Person
from bansou.search.registry import Searchable, searchables

_ASKED = "SELECT query FROM unnest(%s::text[]) AS asked (query) WHERE {finds}"
_FINDS = """
EXISTS (
    SELECT 1 FROM wagtailsearch_indexentry AS entry JOIN search_entry AS narrow ON narrow.entry_id = entry.id
    WHERE (entry.title || entry.body) @@ asked.query::tsquery AND narrow.kind = %s AND {visible}
)
"""


def visible_sql(searchable: Searchable, user: Person) -> tuple[str, tuple[Any, ...]] | None:
    """A condition on `narrow`, a row of search_entry of this kind, and its values; None where the person may see nothing of the kind."""
    rows = searchable.visible_to(user).order_by().filter(pk=RawSQL("narrow.key", ())).values("pk")
    try:
        sql, values = rows.query.sql_with_params()
    except EmptyResultSet:
        return None
    # OFFSET 0: PostgreSQL asks for each candidate by its key, and does not first list all that the person may see.
    return f"EXISTS ({sql} OFFSET 0)", tuple(values)


def queries_that_find(queries: Sequence[str], user: Person) -> set[str]:
    """Of the written queries those that find something for the person. One query."""
    rooms = [
        (searchable.kind, *condition) for searchable in searchables() if (condition := visible_sql(searchable, user)) is not None
    ]
    asked = [query for query in queries if query]
    if not asked or not rooms:
        return set()
    finds = " OR ".join(_FINDS.format(visible=visible) for _, visible, _ in rooms)
    values = [value for kind, _, of_visible in rooms for value in (kind, *of_visible)]
    with connection.cursor() as cursor:
        cursor.execute(_ASKED.format(finds=finds), [asked, *values])
        return {query for (query,) in cursor.fetchall()}
