import django.db.models.deletion
import django.utils.timezone
import wagtail.models.preview
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """The items of the self-check, and the sealed answers of each person."""

    dependencies = [("school", "0010_progress_and_certificates"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name="CheckItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(editable=False, max_length=20, unique=True, verbose_name="記号")),
                (
                    "skill",
                    models.CharField(
                        choices=[
                            ("1", "課題を見極める前提の情報整理・思考法"),
                            ("2", "課題設定に向けた対話型アプローチ"),
                            ("3", "経営者に対する組織開発支援"),
                            ("4", "職場浸透に向けた組織開発支援"),
                        ],
                        editable=False,
                        max_length=1,
                        verbose_name="スキル",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(editable=False, unique=True, verbose_name="順番")),
                (
                    "label",
                    models.CharField(
                        help_text="結果の表と図に使います。12文字までです。", max_length=12, verbose_name="短い呼び名"
                    ),
                ),
                (
                    "statement",
                    models.CharField(
                        help_text="この3か月の自分について、正直に答えられる文にします。一つの文で一つのことだけを聞きます。前の結果とくらべるため、聞いている中身は変えず、言い回しだけを直してください。",
                        max_length=100,
                        verbose_name="項目の文",
                    ),
                ),
                (
                    "hint",
                    models.CharField(blank=True, help_text="答えに迷いそうなときだけ書きます。", max_length=100, verbose_name="補足"),
                ),
                (
                    "wall",
                    models.CharField(
                        choices=[
                            ("see", "①見えない"),
                            ("face", "②向き合わない"),
                            ("act", "③実行できない"),
                            ("follow", "④付いてこない"),
                            ("lack", "⑤足りない"),
                        ],
                        editable=False,
                        max_length=8,
                        verbose_name="壁",
                    ),
                ),
                (
                    "inquiry",
                    models.CharField(
                        choices=[
                            ("pure", "純粋な問いかけ"),
                            ("diagnostic", "診断的な問いかけ"),
                            ("confrontive", "対決的な問いかけ"),
                            ("process", "プロセス指向的な問いかけ"),
                        ],
                        editable=False,
                        max_length=12,
                        verbose_name="問いかけの種類",
                    ),
                ),
            ],
            options={
                "verbose_name": "自己点検の項目",
                "verbose_name_plural": "自己点検の項目",
                "ordering": ("position",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("skill__in", ["1", "2", "3", "4"])), name="check_item_of_a_skill"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("statement", ""), _negated=True), models.Q(("label", ""), _negated=True)),
                        name="check_item_says_something",
                    ),
                ],
            },
            bases=(wagtail.models.preview.PreviewableMixin, models.Model),
        ),
        migrations.CreateModel(
            name="SelfCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sealed", models.BinaryField(verbose_name="封をした答え")),
                ("started_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="始めた日時")),
                ("finished_at", models.DateTimeField(null=True, verbose_name="終えた日時")),
                ("submission_key", models.UUIDField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="本人",
                    ),
                ),
            ],
            options={
                "verbose_name": "自己点検",
                "verbose_name_plural": "自己点検",
                "default_permissions": (),
                "indexes": [models.Index(fields=["person", "-finished_at"], name="self_checks_of_person")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("finished_at", None)), fields=("person",), name="one_unfinished_self_check"
                    ),
                    models.UniqueConstraint(fields=("person", "submission_key"), name="self_check_of_a_form_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("finished_at", None), ("submission_key", None)),
                            models.Q(("finished_at__isnull", False), ("submission_key__isnull", False)),
                            _connector="OR",
                        ),
                        name="finished_self_check_has_its_key",
                    ),
                ],
            },
        ),
    ]
