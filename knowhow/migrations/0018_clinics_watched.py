from django.db import migrations

from bansou.freshness.watching import watch


class Migration(migrations.Migration):
    """The page of a clinic shows its round and its next step: a change is noted."""

    dependencies = [("knowhow", "0017_clinics"), ("freshness", "0001_initial")]

    operations = [watch("knowhow_clinic")]
