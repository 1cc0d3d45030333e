"""All that likeness asks of every published case in one narrow index: the rows themselves are wide."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0050_noted_for_search")]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=("id",),
                include=(
                    "disclosure",
                    "covered_until",
                    "industry",
                    "employee_band",
                    "area",
                    "self_running",
                    "first_published_at",
                ),
                condition=models.Q(("live", True)),
                name="case_likeness",
            ),
        )
    ]
