from django.db import migrations

from bansou.freshness.watching import watch


class Migration(migrations.Migration):
    """The page of a case tells what changed between its published versions, and reads their contents for it."""

    dependencies = [("cases", "0008_intake_files"), ("freshness", "0001_initial"), ("wagtailcore", "0098_apitoken")]

    operations = [watch("wagtailcore_revision", columns=("content",))]
