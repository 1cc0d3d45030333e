import django.utils.timezone
from django.db import migrations, models
from django.db.models.functions import Now

import bansou.search.models.waiting


class Migration(migrations.Migration):
    """What waits to be indexed, and the walks through the index."""

    dependencies = [("search", "0042_entries_watched")]

    operations = [
        migrations.CreateModel(
            name="Waiting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("model", models.CharField(max_length=100, verbose_name="モデル")),
                ("key", models.CharField(max_length=50, verbose_name="番号")),
                ("noted_at", models.DateTimeField(db_default=Now(), verbose_name="気づいた日時")),
                ("due_at", models.DateTimeField(db_default=Now(), verbose_name="書き込む日時")),
                ("attempts", models.PositiveSmallIntegerField(db_default=0, verbose_name="失敗の数")),
                (
                    "transaction",
                    models.BigIntegerField(db_default=bansou.search.models.waiting.TopTransaction(), verbose_name="トランザクション"),
                ),
            ],
            options={
                "verbose_name": "検索の索引を待つもの",
                "verbose_name_plural": "検索の索引を待つもの",
                "db_table": "search_waiting",
                "indexes": [models.Index(fields=["model", "key"], name="search_waiting_thing")],
            },
        ),
        migrations.CreateModel(
            name="Sweep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(choices=[("check", "点検"), ("rebuild", "作り直し")], max_length=10, verbose_name="種類"),
                ),
                ("does_mend", models.BooleanField(default=False, verbose_name="直す")),
                ("analysis", models.CharField(max_length=64, verbose_name="ことばの分け方")),
                ("begun_before", models.BigIntegerField(verbose_name="はじめのトランザクション")),
                ("model", models.CharField(blank=True, max_length=100, verbose_name="モデル")),
                ("after", models.CharField(blank=True, max_length=50, verbose_name="ここまで")),
                ("seen", models.PositiveIntegerField(default=0, verbose_name="見た数")),
                ("missing", models.PositiveIntegerField(default=0, verbose_name="抜け")),
                ("stale", models.PositiveIntegerField(default=0, verbose_name="古い")),
                ("orphaned", models.PositiveIntegerField(default=0, verbose_name="余り")),
                ("started_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="始めた日時")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="終えた日時")),
            ],
            options={
                "verbose_name": "索引の点検",
                "verbose_name_plural": "索引の点検",
                "db_table": "search_sweep",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("kind__in", ["check", "rebuild"])), name="known_sweep_kind"),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)), fields=("kind",), name="one_sweep_of_a_kind"
                    ),
                ],
            },
        ),
    ]
