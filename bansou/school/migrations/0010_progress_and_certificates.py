import bansou.school.models.certificate
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Which lessons a person has done, and the record of it that he hands on."""

    dependencies = [("school", "0001_lessons"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name="LessonDone",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("done_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="学んだ日時")),
                (
                    "lesson",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="school.lesson",
                        verbose_name="レッスン",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="利用者",
                    ),
                ),
            ],
            options={
                "verbose_name": "学んだレッスン",
                "verbose_name_plural": "学んだレッスン",
                "default_permissions": (),
                "constraints": [models.UniqueConstraint(fields=("person", "lesson"), name="lesson_done_once")],
            },
        ),
        migrations.CreateModel(
            name="Certificate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "number",
                    models.CharField(
                        default=bansou.school.models.certificate.new_number,
                        editable=False,
                        max_length=14,
                        unique=True,
                        verbose_name="番号",
                    ),
                ),
                ("name", models.CharField(max_length=40, verbose_name="氏名")),
                ("organisation", models.CharField(blank=True, max_length=120, verbose_name="所属")),
                ("lessons", models.JSONField(default=list, verbose_name="学んだレッスン")),
                ("case_count", models.PositiveIntegerField(null=True, verbose_name="公開した事例の数")),
                ("reply_count", models.PositiveIntegerField(null=True, verbose_name="広場での返信の数")),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="作った日時")),
                ("submission_key", models.UUIDField(editable=False, unique=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="利用者",
                    ),
                ),
            ],
            options={
                "verbose_name": "学習の記録",
                "verbose_name_plural": "学習の記録",
                "default_permissions": (),
                "ordering": ("-pk",),
            },
        ),
    ]
