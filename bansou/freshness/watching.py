"""For migrations: tables whose rows pages show."""

from collections.abc import Sequence

from django.db.migrations.operations import RunSQL

#: Keeps the latest 200 to 400 changes; older ones are of no use to anybody.
FUNCTION = """
CREATE FUNCTION note_content_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE number bigint;
BEGIN
    INSERT INTO freshness_contentchange DEFAULT VALUES RETURNING id INTO number;
    IF number % 200 = 0 THEN
        DELETE FROM freshness_contentchange WHERE id IN (
            SELECT id FROM freshness_contentchange WHERE id < number - 200 FOR UPDATE SKIP LOCKED
        );
    END IF;
    RETURN NULL;
END $$
"""


def watch(table: str, *, columns: Sequence[str] = ()) -> RunSQL:
    """Have every statement that changes the table noted; of an UPDATE only one that sets one of the columns, if any are named."""
    update = f"UPDATE OF {', '.join(columns)}" if columns else "UPDATE"
    return RunSQL(
        f"CREATE TRIGGER content_changes AFTER INSERT OR {update} OR DELETE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION note_content_change()",
        f"DROP TRIGGER content_changes ON {table}",
    )
