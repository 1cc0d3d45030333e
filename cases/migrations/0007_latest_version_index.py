from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """The list can be read in the order of the latest versions."""

    dependencies = [("cases", "0006_publications_watched")]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["-last_published_at", "-id"], condition=Q(live=True), name="case_latest_version"),
        )
    ]
