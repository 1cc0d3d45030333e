import accounts.models.support
import datetime
import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Supported sessions, what was sent in them, and the rights to the people desk."""

    dependencies = [
        ("accounts", "0007_closing_data_looks"),
    ]

    operations = [
        migrations.CreateModel(
            name="SupportedSession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("consent", models.CharField(max_length=200, verbose_name="本人の同意")),
                (
                    "started_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="始めた日時"),
                ),
                (
                    "ends_at",
                    models.DateTimeField(
                        default=accounts.models.support._when_it_ends, editable=False, verbose_name="終わる日時"
                    ),
                ),
                ("ended_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="終えた日時")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="代わりに操作した職員",
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
                "verbose_name": "代わりの操作",
                "verbose_name_plural": "代わりの操作",
                "ordering": ("-pk",),
                "permissions": (
                    ("keep_people", "利用者の窓口：利用者を探して開く"),
                    ("support_person", "利用者の窓口：本人の同意を得て、代わりに操作する"),
                ),
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="SupportedAct",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="日時")),
                ("path", models.CharField(max_length=200, verbose_name="ページ")),
                ("status", models.PositiveSmallIntegerField(verbose_name="結果")),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="acts",
                        to="accounts.supportedsession",
                        verbose_name="代わりの操作",
                    ),
                ),
            ],
            options={
                "verbose_name": "代わりに送信したもの",
                "verbose_name_plural": "代わりに送信したもの",
                "ordering": ("pk",),
                "default_permissions": (),
            },
        ),
        migrations.AddIndex(
            model_name="supportedsession",
            index=models.Index(fields=["person", "-id"], name="support_of_person"),
        ),
        migrations.AddConstraint(
            model_name="supportedsession",
            constraint=models.CheckConstraint(condition=models.Q(("consent", ""), _negated=True), name="support_has_consent"),
        ),
        migrations.AddConstraint(
            model_name="supportedsession",
            constraint=models.CheckConstraint(
                condition=models.Q(("by", models.F("person")), _negated=True), name="support_is_for_somebody_else"
            ),
        ),
        migrations.AddConstraint(
            model_name="supportedsession",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_at__gt", models.F("started_at")),
                    (
                        "ends_at__lte",
                        django.db.models.expressions.CombinedExpression(
                            models.F("started_at"), "+", models.Value(datetime.timedelta(seconds=1860))
                        ),
                    ),
                ),
                name="support_lasts_half_an_hour",
            ),
        ),
        migrations.AddConstraint(
            model_name="supportedsession",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)), fields=("by",), name="one_support_at_a_time"
            ),
        ),
    ]
