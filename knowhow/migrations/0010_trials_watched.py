from django.db import migrations

from bansou.freshness.watching import watch


class Migration(migrations.Migration):
    """A topic's page shows how it went when somebody tried what a post says: a change is noted."""

    dependencies = [("knowhow", "0009_archive"), ("freshness", "0001_initial")]

    operations = [watch("knowhow_trial")]
