import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A place among thousands of replies is counted in the index alone."""

    dependencies = [
        ("knowhow", "0021_post_pictures"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="reply", name="reply_in_topic"),
        migrations.AlterField(
            model_name="reply",
            name="topic",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replies",
                to="knowhow.topic",
                verbose_name="話題",
            ),
        ),
        migrations.AddIndex(
            model_name="reply",
            index=models.Index(
                fields=["topic", "created_at", "id"], include=("hidden_at", "held_at", "author"), name="reply_in_topic"
            ),
        ),
    ]
