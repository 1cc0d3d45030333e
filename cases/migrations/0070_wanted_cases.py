import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """求む事例."""

    dependencies = [("cases", "0060_likeness_index")]

    operations = [
        migrations.CreateModel(
            name="WantedCase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "title",
                    models.CharField(
                        help_text="どんな事例が読みたいかを、名詞で終わる一文で書きます。例：「きょうだいで経営を引き継いだ事例」",
                        max_length=60,
                        verbose_name="求めている事例",
                    ),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True,
                        help_text="どんな方の、どんな場面に役立つか。無くてもかまいません。",
                        max_length=200,
                        verbose_name="補足",
                    ),
                ),
                (
                    "words",
                    models.CharField(blank=True, help_text="事務局だけが見ます。", max_length=100, verbose_name="もとになった検索のことば"),
                ),
                (
                    "is_shown",
                    models.BooleanField(
                        default=True,
                        help_text="外すと、サイトから消えます。書き始めた方の事例はそのまま残ります。",
                        verbose_name="サイトに出す",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="作成日時")),
                (
                    "theme",
                    models.ForeignKey(
                        blank=True,
                        help_text="選ぶと、この求めから書き始めた事例の「当初の相談のテーマ」に、はじめから入ります。",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="cases.theme",
                        verbose_name="テーマ",
                    ),
                ),
            ],
            options={"verbose_name": "求む事例", "verbose_name_plural": "求む事例", "ordering": ("-pk",)},
        ),
        migrations.CreateModel(
            name="TakenWish",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="taken_wish",
                        to="cases.case",
                        verbose_name="事例",
                    ),
                ),
                (
                    "wish",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="taken",
                        to="cases.wantedcase",
                        verbose_name="求む事例",
                    ),
                ),
            ],
            options={"verbose_name": "書き始めた求む事例", "verbose_name_plural": "書き始めた求む事例"},
        ),
    ]
