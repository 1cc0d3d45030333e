from django.db import migrations

from bansou.search.noting import note

#: Tags of pictures and documents are rows of one table for all models; each row names its own.
TAGS = """
CREATE FUNCTION note_taggit_taggeditem() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO search_waiting (model, key)
        SELECT app_label || '.' || model, tagged.object_id
        FROM (SELECT OLD.content_type_id, OLD.object_id UNION SELECT NEW.content_type_id, NEW.object_id)
            AS tagged (content_type_id, object_id)
        JOIN django_content_type ON django_content_type.id = tagged.content_type_id;
    RETURN NULL;
END $$
"""
TRIGGER = (
    "CREATE TRIGGER search_note_tagged AFTER INSERT OR UPDATE OR DELETE ON taggit_taggeditem "
    "FOR EACH ROW EXECUTE FUNCTION note_taggit_taggeditem()"
)


class Migration(migrations.Migration):
    """A change of a page, picture or document is noted for the index."""

    dependencies = [
        ("search", "0050_waiting"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("images", "0001_initial"),
        ("taggit", "0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx"),
        ("wagtailcore", "0001_initial"),
        ("wagtaildocs", "0001_initial"),
        ("wagtailimages", "0001_initial"),
    ]

    operations = [
        # Moving a page, or counting those below it, changes no word.
        note("wagtailcore_page", "wagtailcore.page", columns=("title", "draft_title", "live", "search_description", "seo_title")),
        note("wagtaildocs_document", "wagtaildocs.document"),
        note("wagtailimages_image", "wagtailimages.image"),
        note("images_sitepicture", "images.sitepicture"),
        migrations.RunSQL(
            [TAGS, TRIGGER],
            ["DROP TRIGGER search_note_tagged ON taggit_taggeditem", "DROP FUNCTION note_taggit_taggeditem()"],
        ),
    ]
