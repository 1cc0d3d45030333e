import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

#: A vector of more than a line goes out of the row, so that thousands of rows are counted from few pages; titles stay in it.
_NARROW = "ALTER TABLE wagtailsearch_indexentry SET (toast_tuple_target = 512)"


class Migration(migrations.Migration):
    """A narrow row beside each entry of the index."""

    dependencies = [("search", "0010_terms")]

    operations = [
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="wagtailsearch.indexentry",
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                ("key", models.BigIntegerField()),
                ("shown_at", models.DateTimeField()),
                ("standing", models.PositiveSmallIntegerField(default=0)),
                (
                    "facets",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None),
                ),
            ],
            options={
                "verbose_name": "検索の項目",
                "verbose_name_plural": "検索の項目",
                "db_table": "search_entry",
                "indexes": [models.Index(fields=["kind", "-shown_at", "-entry"], name="search_entry_newest")],
            },
        ),
        migrations.RunSQL(
            "ALTER TABLE search_entry ADD CONSTRAINT search_entry_of_entry "
            "FOREIGN KEY (entry_id) REFERENCES wagtailsearch_indexentry (id) ON DELETE CASCADE",
            "ALTER TABLE search_entry DROP CONSTRAINT search_entry_of_entry",
        ),
        migrations.RunSQL(_NARROW, "ALTER TABLE wagtailsearch_indexentry RESET (toast_tuple_target)"),
    ]
