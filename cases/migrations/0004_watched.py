from django.db import migrations

from bansou.freshness.watching import watch

#: Whatever a page or a list shows of a case; the team and the reviews have their own pages, which nothing remembers.
TABLES = (
    "case",
    "case_first_themes",
    "case_real_themes",
    "casefigure",
    "casekeyword",
    "casemember",
    "casewall",
    "companyaction",
    "episode",
    "followup",
    "keyword",
    "locabentrend",
    "point",
    "resultnumber",
    "sourcenote",
    "theme",
)


class Migration(migrations.Migration):
    """Pages show cases: a change of one is noted."""

    dependencies = [("cases", "0003_name_episodes"), ("freshness", "0001_initial")]

    operations = [watch(f"cases_{name}") for name in TABLES]
