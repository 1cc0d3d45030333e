from django.db import migrations

from bansou.freshness.watching import watch
from bansou.search.noting import note


class Migration(migrations.Migration):
    """Pages show and mark terms, and search finds them: a change of one is noted for both."""

    dependencies = [("glossary", "0001_terms"), ("freshness", "0001_initial"), ("search", "0050_waiting")]

    operations = [watch("glossary_term"), note("glossary_term", "glossary.term")]
