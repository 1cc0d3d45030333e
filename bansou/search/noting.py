"""For migrations: tables whose rows are indexed, and tables whose rows an entry is made of."""

from collections.abc import Sequence

from django.db.migrations.operations import RunSQL


def note(table: str, model: str, key: str = "id", *, columns: Sequence[str] = ()) -> RunSQL:
    """Have a change of the table's rows noted for the thing of the model ("cases.case") whose key stands in the column `key`.

    Of an UPDATE only one that sets one of the columns, if any are named. A row that changes to another thing is noted for both.
    """
    body = f"""
    INSERT INTO search_waiting (model, key) SELECT '{model}', NEW.{key} WHERE NEW.{key} IS NOT NULL;
    IF OLD.{key} IS DISTINCT FROM NEW.{key} THEN
        INSERT INTO search_waiting (model, key) SELECT '{model}', OLD.{key} WHERE OLD.{key} IS NOT NULL;
    END IF;"""  # noqa: S608 - names from migrations
    return _trigger(table, model, f"INSERT OR {_update_of(columns)} OR DELETE", body)


def note_far(table: str, model: str, keys: str, *, columns: Sequence[str]) -> RunSQL:
    """Have an UPDATE of the columns noted for every thing that shows the row: `keys` is a SELECT of their keys, the row being NEW.

    That a thing comes to show a row, or no longer does, is a change of the table between them.
    """
    body = f"\n    INSERT INTO search_waiting (model, key) SELECT '{model}', found.key FROM ({keys}) AS found (key);"  # noqa: S608 - the same
    return _trigger(table, model, _update_of(columns), body)


def _update_of(columns: Sequence[str]) -> str:
    return f"UPDATE OF {', '.join(columns)}" if columns else "UPDATE"


def _trigger(table: str, model: str, events: str, body: str) -> RunSQL:
    name = f"note_{table}_for_{model.replace('.', '_')}"
    # In a DELETE NEW is a row of nulls, in an INSERT OLD is.
    return RunSQL(
        [
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$\nBEGIN{body}\n    RETURN NULL;\nEND $$",
            f"CREATE TRIGGER search_note_{model.replace('.', '_')} AFTER {events} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
        ],
        [f"DROP TRIGGER search_note_{model.replace('.', '_')} ON {table}", f"DROP FUNCTION {name}()"],
    )
