"""The narrow side of the index: what is counted, sorted and narrowed without touching a text."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class SearchEntry(models.Model):
    """One row beside each entry of modelsearch's index whose model the search page covers.

    Written with the entry in one statement's transaction, deleted by the database with it. Who may see the row is not written here:
    that is asked of the row itself, in the query that counts it.
    """

    #: The foreign key is made in the migration: `delete_item` deletes entries past Django, so the database has to cascade, and Django's
    #: own DB_CASCADE refuses a model (IndexEntry) that cascades in Python towards another (fields.E323).
    entry = models.OneToOneField(
        "wagtailsearch.IndexEntry", on_delete=models.DO_NOTHING, db_constraint=False, primary_key=True, related_name="+"
    )
    #: `Searchable.kind`, and the row's key in its own table.
    kind = models.CharField(max_length=20)
    key = models.BigIntegerField()
    shown_at = models.DateTimeField()
    standing = models.PositiveSmallIntegerField(default=0)
    #: `wall/2`: a facet and one of the row's values.
    facets = ArrayField(models.TextField(), default=list)

    entry_id: int

    class Meta:
        verbose_name = "検索の項目"
        verbose_name_plural = "検索の項目"
        indexes = (models.Index(fields=("kind", "-shown_at", "-entry"), name="search_entry_newest"),)
        db_table = "search_entry"

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
