from django.db import migrations

from bansou.freshness.watching import watch


class Migration(migrations.Migration):
    """Results come from the index: a change of it is noted, also where it follows the content by a moment."""

    dependencies = [("wagtailsearch", "0010_add_text_fields"), ("freshness", "0001_initial")]

    operations = [watch("wagtailsearch_indexentry")]
