"""The Japanese search backend. (Skeleton: the slice in charge writes it.)"""

from modelsearch.backends.database.postgres.postgres import PostgresSearchBackend as SearchBackend  # noqa: F401
