"""Short lists of one table that a page shows side by side, fetched together."""

from typing import Any

from django.db.models import QuerySet


def in_lists[Rows: QuerySet[Any]](rows: Rows, *lists: Rows) -> Rows:
    """Those of the rows that stand in one of the lists, in the order of `rows`. Each list is cut to its first rows, so its index finds them."""
    first, *others = (short.values("pk") for short in lists)
    return rows.filter(pk__in=first.union(*others))
