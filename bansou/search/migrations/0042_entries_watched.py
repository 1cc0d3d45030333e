from django.db import migrations

from bansou.freshness.watching import watch


class Migration(migrations.Migration):
    """Pages of results show what the narrow rows say: when something was shown first, how it stands, its conditions."""

    dependencies = [("search", "0041_recommendations")]

    operations = [watch("search_entry")]
