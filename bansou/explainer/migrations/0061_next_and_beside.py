import django.db.models.deletion
from django.db import migrations, models

WALLS = [
    ("see", "①見えない"),
    ("face", "②向き合わない"),
    ("act", "③実行できない"),
    ("follow", "④付いてこない"),
    ("lack", "⑤足りない"),
]
INQUIRIES = [
    ("pure", "純粋な問いかけ"),
    ("diagnostic", "診断的な問いかけ"),
    ("confrontive", "対決的な問いかけ"),
    ("process", "プロセス指向的な問いかけ"),
]


class Migration(migrations.Migration):
    """What to read next, and which cases and questions stand beside a chapter."""

    dependencies = [("cases", "0070_wanted_cases"), ("explainer", "0060_parts")]

    operations = [
        migrations.AddField(
            model_name="explainerpage",
            name="next_page",
            field=models.ForeignKey(
                blank=True,
                help_text="空のままなら、同じ部の次のページを示します。",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="explainer.explainerpage",
                verbose_name="次に読むページ",
            ),
        ),
        migrations.AddField(
            model_name="explainerpage",
            name="beside_wall",
            field=models.CharField(blank=True, choices=WALLS, max_length=8, verbose_name="壁"),
        ),
        migrations.AddField(
            model_name="explainerpage",
            name="beside_theme",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="cases.theme",
                verbose_name="事例のテーマ",
            ),
        ),
        migrations.AddField(
            model_name="explainerpage",
            name="beside_inquiry",
            field=models.CharField(blank=True, choices=INQUIRIES, max_length=12, verbose_name="問いかけの種類"),
        ),
    ]
