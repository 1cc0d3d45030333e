"""審査担当 were reviewers and moderators in one. Whoever has that role keeps order as before, by the new role 見守り担当."""

from typing import Any

from django.db import migrations


def keep_order_as_before(apps: Any, schema_editor: Any) -> None:
    """Give the new role to all who have the old one. A new site has neither yet."""
    groups = apps.get_model("auth", "Group").objects
    reviewers = groups.filter(name="審査担当").first()
    if reviewers is None:
        return
    moderators, _ = groups.get_or_create(name="見守り担当")
    for user in apps.get_model("accounts", "User").objects.filter(groups=reviewers):
        user.groups.add(moderators)


class Migration(migrations.Migration):
    """The old role was reviewer and moderator in one: whoever has it keeps order as before."""

    dependencies = [("accounts", "0008_supported_sessions"), ("auth", "0012_alter_user_first_name_max_length")]

    operations = [migrations.RunPython(keep_order_as_before, migrations.RunPython.noop)]
