from django.db import migrations

_EVERYTHING = "CREATE INDEX search_everything ON wagtailsearch_indexentry USING gin ((title || body))"
#: Upstream's index of the body alone, which no query of ours asks for, was a third of all bytes. An empty one bears its name, because
#: a migration of Wagtail's may rename it.
_NO_BODY = """
DROP INDEX wagtailsear_body_90c85d_gin;
CREATE INDEX wagtailsear_body_90c85d_gin ON wagtailsearch_indexentry USING gin (body) WHERE false;
"""
_BODY = """
DROP INDEX wagtailsear_body_90c85d_gin;
CREATE INDEX wagtailsear_body_90c85d_gin ON wagtailsearch_indexentry USING gin (body);
"""


class Migration(migrations.Migration):
    """The index that every search asks. Upstream's comment says that a migration makes one of title and body together; none does."""

    dependencies = [("search", "0060_searched_words"), ("wagtailsearch", "0010_add_text_fields")]

    operations = [
        migrations.RunSQL(_EVERYTHING, "DROP INDEX search_everything"),
        migrations.RunSQL(_NO_BODY, _BODY),
    ]
