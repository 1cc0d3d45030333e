from django.db import migrations

from bansou.search.noting import note, note_far

#: What a topic and a reply are found, narrowed and ordered by. Not their numbers, which change with every reader's thanks.
TOPIC = ("title", "body", "kind", "board_id", "author_id", "hidden_at", "held_at", "merged_into_id", "is_sample", "solved_at", "created_at")
REPLY = ("topic_id", "body", "hidden_at", "held_at", "solved_at", "created_at")


class Migration(migrations.Migration):
    """A change of whatever a topic is found by is noted for the index."""

    dependencies = [("knowhow", "0022_places_in_a_topic"), ("search", "0050_waiting")]

    operations = [
        note("knowhow_topic", "knowhow.topic", columns=TOPIC),
        note("knowhow_reply", "knowhow.topic", "topic_id", columns=REPLY),
        note("knowhow_topickeyword", "knowhow.topic", "content_object_id"),
        note_far(
            "cases_keyword",
            "knowhow.topic",
            "SELECT content_object_id FROM knowhow_topickeyword WHERE tag_id = NEW.id",
            columns=("name",),
        ),
        note_far("knowhow_board", "knowhow.topic", "SELECT id FROM knowhow_topic WHERE board_id = NEW.id", columns=("audience",)),
    ]
