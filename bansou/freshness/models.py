"""What tells that something which pages show has changed: a row for every statement that changed a watched table."""

from django.db import connection, models


class ContentChange(models.Model):
    """A change of content. Written by the database's own triggers (watching.py), in the transaction of the change itself."""

    class Meta:
        verbose_name = "内容の変更"
        verbose_name_plural = "内容の変更"

    def __str__(self) -> str:
        return str(self.pk)


def content_version() -> str:
    """A fingerprint of all changes that are committed: the same as before if, and only if, no content changed since.

    Not the highest number: of two open transactions the one with the lower number may commit last, and must be noticed too.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(hashint8extended(id, 0)) FROM freshness_contentchange")
        return str(cursor.fetchone()[0])
