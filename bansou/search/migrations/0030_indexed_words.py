import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

from bansou.freshness.watching import watch


class Migration(migrations.Migration):
    """The words of what every visitor may read. A page of results weighs words by them, so a new count is noted."""

    dependencies = [("search", "0020_entries")]

    operations = [
        migrations.CreateModel(
            name="IndexedWord",
            fields=[
                (
                    "form",
                    models.CharField(
                        help_text="索引での形。", max_length=100, primary_key=True, serialize=False, verbose_name="語"
                    ),
                ),
                (
                    "spelling",
                    models.CharField(help_text="いちばん多く書かれている形。", max_length=100, verbose_name="表記"),
                ),
                ("reading", models.CharField(blank=True, help_text="カタカナ。", max_length=200, verbose_name="読み")),
                ("documents", models.PositiveIntegerField(verbose_name="文書の数")),
                (
                    "rarity",
                    models.FloatField(
                        help_text="0（どの文書にもある）から1（ほとんどない）まで。", verbose_name="めずらしさ"
                    ),
                ),
                ("is_offered", models.BooleanField(default=False, verbose_name="候補として見せる")),
                (
                    "slips",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200), blank=True, default=list, size=None
                    ),
                ),
            ],
            options={
                "verbose_name": "索引の語",
                "verbose_name_plural": "索引の語",
                "indexes": [
                    models.Index(
                        condition=models.Q(("is_offered", True)),
                        fields=["form"],
                        name="search_word_form",
                        opclasses=["varchar_pattern_ops"],
                    ),
                    models.Index(
                        condition=models.Q(("is_offered", True)),
                        fields=["spelling"],
                        name="search_word_spelling",
                        opclasses=["varchar_pattern_ops"],
                    ),
                    models.Index(
                        condition=models.Q(("is_offered", True)),
                        fields=["reading"],
                        name="search_word_reading",
                        opclasses=["varchar_pattern_ops"],
                    ),
                    django.contrib.postgres.indexes.GinIndex(fields=["slips"], name="search_word_slips"),
                ],
            },
        ),
        watch("search_indexedword"),
    ]
