from django.db import migrations
from django.db.migrations.operations import RunSQL

from bansou.freshness.watching import watch

_TABLE = "accounts_user"
_BEFORE = watch(_TABLE, columns=("display_name", "is_staff", "is_active"))


class Migration(migrations.Migration):
    """Pages show of a writer's organisation what he lets them show: that column is watched with the others."""

    dependencies = [("freshness", "0001_initial"), ("accounts", "0006_profile")]

    operations = [
        RunSQL(f"DROP TRIGGER content_changes ON {_TABLE}", _BEFORE.sql),
        watch(_TABLE, columns=("display_name", "is_staff", "is_active", "organisation_shown")),
    ]
