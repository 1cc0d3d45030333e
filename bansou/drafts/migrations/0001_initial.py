import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """What somebody types and has not saved. Not watched: no page that is remembered shows it."""

    initial = True
    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.CharField(max_length=100, verbose_name="場所")),
                ("tab", models.UUIDField(verbose_name="画面")),
                ("sequence", models.BigIntegerField(verbose_name="順序")),
                ("fields", models.TextField(blank=True, verbose_name="入力")),
                ("updated_at", models.DateTimeField(verbose_name="更新日時")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="drafts",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="書いた人",
                    ),
                ),
            ],
            options={
                "verbose_name": "書きかけ",
                "verbose_name_plural": "書きかけ",
                "indexes": [models.Index(fields=["person", "-sequence"], name="drafts_of_person")],
                "constraints": [models.UniqueConstraint(fields=("person", "place", "tab"), name="one_draft_per_page")],
            },
        ),
    ]
