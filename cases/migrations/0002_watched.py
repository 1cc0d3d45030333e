from django.db import migrations

from bansou.freshness.watching import watch


class Migration(migrations.Migration):
    """Pages show cases: a change of one is noted."""

    dependencies = [("cases", "0001_initial"), ("freshness", "0001_initial")]

    operations = [
        watch(f"cases_{name}")
        for name in ("case", "case_first_themes", "case_real_themes", "casekeyword", "casewall", "episode", "keyword", "theme")
    ]
