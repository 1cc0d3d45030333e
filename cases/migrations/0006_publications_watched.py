from django.db import migrations

from bansou.freshness.watching import watch


class Migration(migrations.Migration):
    """The page of a case tells when its versions were published; Wagtail's log knows."""

    dependencies = [("cases", "0005_team_and_follow_ups"), ("freshness", "0001_initial"), ("wagtailcore", "0098_apitoken")]

    operations = [watch("wagtailcore_modellogentry")]
