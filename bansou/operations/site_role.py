"""The role of PostgreSQL as which web and worker connect: it works with all rows, owns no table, and cannot touch what is append-only."""

from django.db import connection, transaction
from psycopg import sql

from bansou.moderation.models import Decision

#: Tables whose rows stay as they were written.
APPEND_ONLY = (Decision._meta.db_table,)


@transaction.atomic
def write_site_role(name: str, password: str) -> None:
    """Make the role or bring it into line; run after every migration, as the owner of the tables. Idempotent."""
    role = sql.Identifier(name)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name])
        verb = sql.SQL("ALTER" if cursor.fetchone() else "CREATE")
        cursor.execute("SELECT current_database()")
        database = sql.Identifier(cursor.fetchone()[0])
        statements = [
            sql.SQL("{} ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD {}").format(
                verb, role, sql.Literal(password)
            ),
            sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, role),
            sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(role),
            sql.SQL("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {}").format(role),
            sql.SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}").format(role),
            *(
                sql.SQL("REVOKE UPDATE, DELETE, TRUNCATE ON {} FROM {}").format(sql.Identifier(table), role)
                for table in APPEND_ONLY
            ),
        ]
        for statement in statements:
            cursor.execute(statement)
