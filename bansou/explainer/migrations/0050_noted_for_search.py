from django.db import migrations

from bansou.search.noting import note


class Migration(migrations.Migration):
    """A change of a page's own texts is noted for the index."""

    dependencies = [("explainer", "0003_articles"), ("search", "0051_pages_and_files_noted")]

    operations = [
        note(f"explainer_{name}", "wagtailcore.page", "page_ptr_id")
        for name in ("homepage", "explainerpage", "policypage", "articlepage")
    ]
