"""Writes entries: at once for one thing, in batches for what waits. The one place through which the index changes.

Every writer holds a thing before it reads it: of two that write it, the later one has read the later state.
"""

import logging
from collections.abc import Collection, Sequence
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Model
from modelsearch.backends import get_search_backends_with_name
from modelsearch.backends.base import get_model_root
from modelsearch.index import get_indexed_models

from bansou.search.models import Thing, Waiting

logger = logging.getLogger(__name__)

#: Things that are written in one transaction: somebody who changes one of them waits for so many at most.
AT_ONCE = 10
#: Things that a request writes at its end: what its person just changed, hardly ever more than one.
OF_A_REQUEST = 3
#: Notes that are looked at for so many things.
_NOTES = 400
#: Our locks among all advisory locks of the database; the second half is the thing's.
_LOCKS = 20_261_123


def thing_of(row: Model) -> Thing:
    """The row as a thing of the index; of whichever kind of page it is, it is one of the tree's."""
    return thing_at(type(row), str(row.pk))


def thing_at(model: type[Model], key: str) -> Thing:
    """The row of the model with the key as a thing of the index."""
    return Thing(get_model_root(model)._meta.label_lower, key)


def roots() -> list[type[Model]]:
    """The models that things are named after, in a fixed order."""
    found = {get_model_root(model) for model in get_indexed_models()}
    return sorted(found, key=lambda model: model._meta.label_lower)


def hold(thing: Thing) -> None:
    """Wait until nobody else writes the thing's entry, and keep it so until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [_LOCKS, "/".join(thing)])


def hold_free(things: Collection[Thing]) -> list[Thing]:
    """Those of the things that nobody else writes at the moment, held until the transaction ends."""
    names = {"/".join(thing): thing for thing in things}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM unnest(%s::text[]) AS name WHERE pg_try_advisory_xact_lock(%s, hashtext(name))",
            [list(names), _LOCKS],
        )
        return [names[name] for (name,) in cursor.fetchall()]


def forget_own_notes(thing: Thing) -> None:
    """Drop what the running transaction noted of the thing, whose entry it has written itself. An index outside still needs the note."""
    if not any(backend.catch_indexing_errors for backend in _backends()):
        Waiting.objects.of([thing]).noted_here().delete()


def index_waiting(*, most: int = AT_ONCE, is_request: bool = False) -> int:
    """Write what waits, the oldest first, and give how many things were written; 0: nothing is left that could be written now.

    is_request: at the end of somebody's request, so the newest first, and nothing that lies beyond our own database is waited for.
    """
    backends = _backends()
    if not backends:
        return 0
    things = _next(most, newest_first=is_request)
    try:
        return _write_noted(things, is_request=is_request)
    except Exception:
        # A fault in one thing must not keep the others waiting: each by itself, and those that fail again later.
        logger.exception("A batch of the index failed; its things are written one by one")
        return sum(_write_alone(thing, is_request=is_request) for thing in things)


def write(things: Collection[Thing], *, is_request: bool = False) -> bool:
    """Write the things' entries as they are now, held by the caller; a thing that is gone loses its entry.

    False where an index outside of our database did not take them; ours has them all the same.
    """
    is_whole = True
    for model, keys in _by_model(things).items():
        root = apps.get_model(model)
        rows = rows_of(root, keys)
        gone = set(keys) - {str(row.pk) for row in rows}
        for backend in _backends():
            if backend.catch_indexing_errors and is_request:
                is_whole = False
                continue
            try:
                _write(backend, root, rows, gone)
            except Exception:
                if not backend.catch_indexing_errors:
                    raise
                logger.exception("The index outside did not take %s things of %s", len(keys), model)
                is_whole = False
    return is_whole


def rows_of(root: type[Model], keys: Collection[str]) -> list[Any]:
    """The rows with the keys that are to be indexed, each as what it is: a page as its own kind, with the rows that its words come from."""
    known = [key for key in (_read_key(root, key) for key in keys) if key is not None]
    models = [model for model in get_indexed_models() if get_model_root(model) is root]
    rows: dict[str, Any] = {}
    for model in models:
        for row in model.get_indexed_objects().filter(pk__in=known):
            if type(row) is model:
                rows[str(row.pk)] = row
    return list(rows.values())


def _next(most: int, *, newest_first: bool) -> list[Thing]:
    due = Waiting.objects.due().order_by("-pk" if newest_first else "pk")
    notes = due.values_list("model", "key")[:_NOTES]
    return list(dict.fromkeys(Thing(*note) for note in notes))[:most]


@transaction.atomic
def _write_noted(things: Sequence[Thing], *, is_request: bool) -> int:
    """Write those of the things that are free and still noted. Notes that come while we write stay."""
    held = hold_free(things)
    if not held:
        return 0
    # Known before the rows are read: whatever these notes speak of, the reading sees.
    notes = list(Waiting.objects.of(held).values_list("pk", "model", "key"))
    noted = {Thing(model, key) for _, model, key in notes}
    if write(noted, is_request=is_request):
        Waiting.objects.filter(pk__in=[pk for pk, _, _ in notes]).delete()
    elif not is_request:
        for thing in noted:
            Waiting.objects.put_off(thing)
    return len(noted)


def _write_alone(thing: Thing, *, is_request: bool) -> int:
    try:
        return _write_noted([thing], is_request=is_request)
    except Exception:
        logger.exception("%s %s cannot be indexed; it is tried again", *thing)
        Waiting.objects.put_off(thing)
        return 0


def _write(backend: Any, root: type[Model], rows: Sequence[Any], gone: Collection[str]) -> None:
    by_type: dict[type[Model], list[Any]] = {}
    for row in rows:
        by_type.setdefault(type(row), []).append(row)
    for model, of_model in by_type.items():
        backend.get_index_for_model(model).add_items(model, of_model)
    index = backend.get_index_for_model(root)
    for key in gone:
        if (known := _read_key(root, key)) is not None:
            index.delete_item(root(pk=known))


def _backends() -> list[Any]:
    return [backend for _, backend in get_search_backends_with_name(with_auto_update=True)]


def _by_model(things: Collection[Thing]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for thing in things:
        found.setdefault(thing.model, []).append(thing.key)
    return found


def _read_key(root: type[Model], key: str) -> Any:
    """The key as the model has it; None for what is none."""
    try:
        return root._meta.pk.to_python(key)
    except ValidationError:
        return None
