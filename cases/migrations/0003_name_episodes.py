"""Every dialogue gets the key that other fields point by, in the rows and in all versions; walls get their order.

A version is JSON. Without a key in it, each opening of an old version would make new ones.
"""

import uuid
from typing import Any

from django.contrib.postgres.functions import RandomUUID
from django.db import migrations, models


def name_episodes(apps: Any, schema_editor: Any) -> None:
    """Rows first; a version's row that is still stored takes its key, one that is gone a key made of its old number."""
    episodes, walls = apps.get_model("cases", "Episode"), apps.get_model("cases", "CaseWall")
    episodes.objects.filter(key=None).update(key=RandomUUID())
    walls.objects.filter(sort_order=None).update(sort_order=models.F("pk"))
    keys = {str(pk): str(key) for pk, key in episodes.objects.values_list("pk", "key")}
    revisions = apps.get_model("wagtailcore", "Revision").objects.filter(
        content_type__app_label="cases", content_type__model="case"
    )
    for revision in revisions.iterator(chunk_size=100):
        _name_rows(revision.content, str(revision.object_id), keys)
        revision.save(update_fields=["content"])


def _name_rows(content: dict[str, Any], case: str, keys: dict[str, str]) -> None:
    for position, row in enumerate(content.get("episodes", [])):
        number = str(row["pk"] or f"new-{position}")
        row.setdefault("key", keys.get(number) or str(uuid.uuid5(uuid.NAMESPACE_URL, f"bansou:case:{case}:episode:{number}")))
    for position, row in enumerate(content.get("walls", [])):
        row.setdefault("sort_order", position)


class Migration(migrations.Migration):
    """Data, and the rule that it then keeps."""

    dependencies = [("cases", "0002_full_record")]

    operations = [
        migrations.RunPython(name_episodes, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            model_name="episode",
            name="key",
            field=models.UUIDField(default=uuid.uuid4, editable=False, verbose_name="符号"),
        ),
        migrations.AddConstraint(
            model_name="episode",
            constraint=models.UniqueConstraint(fields=("case", "key"), name="each_episode_key_once_per_case"),
        ),
    ]
