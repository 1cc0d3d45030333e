from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """What is searched for, counted without people."""

    dependencies = [("search", "0051_pages_and_files_noted")]

    operations = [
        migrations.CreateModel(
            name="SearchedWords",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("week", models.DateField(verbose_name="週（月曜日）")),
                ("digest", models.CharField(editable=False, max_length=64, null=True, verbose_name="要約値")),
                ("words", models.CharField(blank=True, default="", max_length=100, verbose_name="検索のことば")),
                ("marks", models.BigIntegerField(default=0, editable=False, verbose_name="検索した方の印")),
                ("empty_marks", models.BigIntegerField(default=0, editable=False, verbose_name="見つからなかった方の印")),
                ("people", models.PositiveSmallIntegerField(default=0, verbose_name="検索した方（少なくとも）")),
                ("empty_handed", models.PositiveSmallIntegerField(default=0, verbose_name="見つからなかった方（少なくとも）")),
                ("results", models.PositiveIntegerField(default=0, verbose_name="見つかった件数")),
                ("by_kind", models.JSONField(default=dict, verbose_name="区分ごとの件数")),
            ],
            options={
                "verbose_name": "検索されたことば",
                "verbose_name_plural": "検索されたことば",
                "indexes": [
                    models.Index(fields=["-week", "-people"], condition=Q(("words", ""), _negated=True), name="searched_words_shown")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("week", "digest"), name="searched_once_a_week"),
                    models.CheckConstraint(condition=Q(("words", ""), ("people__gte", 5), _connector="OR"), name="searched_by_enough_people"),
                ],
            },
        ),
    ]
