import django.db.models.deletion
from django.db import migrations, models

import django.utils.timezone


class Migration(migrations.Migration):
    """Readers say whether a page helped, and why."""

    dependencies = [("explainer", "0061_next_and_beside")]

    operations = [
        migrations.CreateModel(
            name="PageAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_helpful", models.BooleanField(verbose_name="役に立った")),
                ("reason", models.CharField(blank=True, max_length=400, verbose_name="理由")),
                ("answered_on", models.DateField(default=django.utils.timezone.localdate, verbose_name="答えた日")),
                ("submission_key", models.UUIDField(editable=False, unique=True)),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="explainer.explainerpage",
                        verbose_name="ページ",
                    ),
                ),
            ],
            options={"verbose_name": "読んだ方の声", "verbose_name_plural": "読んだ方の声"},
        ),
    ]
