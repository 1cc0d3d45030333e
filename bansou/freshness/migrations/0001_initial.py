from django.db import migrations, models

from bansou.freshness.watching import FUNCTION, watch


class Migration(migrations.Migration):
    """The table, the function that fills it, and the rooms below that pages show."""

    initial = True
    dependencies = [("accounts", "0001_initial"), ("images", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="ContentChange",
            fields=[("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))],
            options={"verbose_name": "内容の変更", "verbose_name_plural": "内容の変更"},
        ),
        migrations.RunSQL(FUNCTION, "DROP FUNCTION note_content_change()"),
        watch("accounts_organisation"),
        # Not every sign-in: that sets last_login alone.
        watch("accounts_user", columns=("display_name", "is_staff", "is_active")),
        watch("images_sitepicture"),
    ]
