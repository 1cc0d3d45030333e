from django.db import migrations

from bansou.freshness.watching import watch


class Migration(migrations.Migration):
    """The first page names announcements for visitors: a change of one is noted."""

    dependencies = [("announcements", "0001_announcements"), ("freshness", "0001_initial")]

    operations = [watch("announcements_announcement")]
