from django.db import migrations, models
from django.db.models import Q

from bansou.freshness.watching import watch


class Migration(migrations.Migration):
    """The field's own terms. What a search finds changes with the version in force, so pages that show it are drawn anew."""

    dependencies = [("search", "0001_watched")]

    operations = [
        migrations.CreateModel(
            name="TermGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "terms",
                    models.TextField(
                        help_text="1行に1つずつ。どれで検索しても、ほかの言葉で書かれたものも見つかります。1つだけのときは、その言葉をひとまとまりとして扱います。",
                        max_length=1800,
                        verbose_name="言葉",
                    ),
                ),
                (
                    "is_one_way",
                    models.BooleanField(
                        default=False,
                        help_text="1行目で検索すると、2行目からの言葉も見つかります。2行目からの言葉で検索しても、ほかの言葉は見つかりません。",
                        verbose_name="1行目だけを広げる",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="覚え書き")),
                ("is_used", models.BooleanField(default=True, verbose_name="使う")),
                ("shipped_as", models.CharField(editable=False, max_length=60, null=True, unique=True)),
            ],
            options={
                "verbose_name": "検索の言葉",
                "verbose_name_plural": "検索の言葉",
                "db_table": "search_term_group",
                "ordering": ("terms",),
                "constraints": [models.CheckConstraint(condition=~Q(terms=""), name="term_group_has_a_term")],
            },
        ),
        migrations.CreateModel(
            name="TermsVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fingerprint", models.CharField(max_length=64)),
                ("groups", models.JSONField()),
                ("put_at", models.DateTimeField(auto_now_add=True, verbose_name="検索に効かせた日時")),
                ("reached_at", models.DateTimeField(null=True, verbose_name="索引に行き渡った日時")),
            ],
            options={
                "verbose_name": "検索の言葉の版",
                "verbose_name_plural": "検索の言葉の版",
                "db_table": "search_terms_version",
                "get_latest_by": "pk",
            },
        ),
        watch("search_terms_version"),
    ]
