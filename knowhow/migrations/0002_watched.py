from django.db import migrations

from bansou.freshness.watching import watch


class Migration(migrations.Migration):
    """Pages show boards, topics and replies: a change of one is noted."""

    dependencies = [("knowhow", "0001_initial"), ("freshness", "0001_initial")]

    operations = [watch(f"knowhow_{name}") for name in ("board", "topic", "reply")]
