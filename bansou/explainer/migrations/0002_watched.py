from django.db import migrations

from bansou.freshness.watching import watch


class Migration(migrations.Migration):
    """A change of the tree, of a page or of who may see it is noted."""

    dependencies = [("explainer", "0001_pages"), ("freshness", "0001_initial")]

    operations = [
        watch(table)
        for table in (
            "wagtailcore_page",
            "wagtailcore_pageviewrestriction",
            "wagtailcore_site",
            "explainer_homepage",
            "explainer_explainerpage",
            "explainer_policypage",
            "images_siterendition",
        )
    ]
