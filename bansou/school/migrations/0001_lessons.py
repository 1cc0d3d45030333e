import django.db.models.deletion
import wagtail.fields
import wagtail.models.preview
from django.db import migrations, models

_SKILLS = [
    ("1", "課題を見極める前提の情報整理・思考法"),
    ("2", "課題設定に向けた対話型アプローチ"),
    ("3", "経営者に対する組織開発支援"),
    ("4", "職場浸透に向けた組織開発支援"),
]
_WALLS = [("see", "①見えない"), ("face", "②向き合わない"), ("act", "③実行できない"), ("follow", "④付いてこない"), ("lack", "⑤足りない")]


class Migration(migrations.Migration):
    """The lessons of the path, and which of them came from the file."""

    initial = True

    dependencies = [("cases", "0070_wanted_cases"), ("explainer", "0050_noted_for_search"), ("wagtailcore", "0098_apitoken")]

    operations = [
        migrations.CreateModel(
            name="Lesson",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("live", models.BooleanField(default=True, editable=False, verbose_name="live")),
                (
                    "has_unpublished_changes",
                    models.BooleanField(default=False, editable=False, verbose_name="has unpublished changes"),
                ),
                (
                    "first_published_at",
                    models.DateTimeField(blank=True, db_index=True, null=True, verbose_name="first published at"),
                ),
                ("last_published_at", models.DateTimeField(editable=False, null=True, verbose_name="last published at")),
                ("go_live_at", models.DateTimeField(blank=True, null=True, verbose_name="go live date/time")),
                ("expire_at", models.DateTimeField(blank=True, null=True, verbose_name="expiry date/time")),
                ("expired", models.BooleanField(default=False, editable=False, verbose_name="expired")),
                ("title", models.CharField(max_length=40, verbose_name="題名")),
                (
                    "slug",
                    models.SlugField(
                        help_text="半角の英小文字とハイフンで書きます。公開後は変えません。",
                        max_length=40,
                        unique=True,
                        verbose_name="アドレスの一部",
                    ),
                ),
                ("skill", models.CharField(choices=_SKILLS, max_length=1, verbose_name="Skill")),
                (
                    "order",
                    models.PositiveSmallIntegerField(
                        default=10, help_text="同じSkillの中で、小さい数から並びます。", verbose_name="並び順"
                    ),
                ),
                (
                    "summary",
                    models.CharField(
                        help_text="学びの道の一覧と、ページの冒頭に出ます。", max_length=120, verbose_name="ここで学ぶこと"
                    ),
                ),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(
                        default=15,
                        help_text="読む時間と、やってみる時間を合わせた目安です。",
                        verbose_name="目安の時間（分）",
                    ),
                ),
                (
                    "wall",
                    models.CharField(
                        blank=True,
                        choices=_WALLS,
                        help_text="選ぶと、この壁に向き合った新しい事例が一つ、読む方に合わせて出ます。",
                        max_length=8,
                        verbose_name="事例をさがす壁",
                    ),
                ),
                (
                    "look_for",
                    models.CharField(
                        blank=True,
                        help_text="読む方が、何に目をとめればよいかを書きます。",
                        max_length=200,
                        verbose_name="事例や問いかけの、どこを見るか",
                    ),
                ),
                (
                    "exercise",
                    wagtail.fields.RichTextField(
                        help_text="明日の訪問や、机の上でできる小さなことを書きます。", verbose_name="やってみる"
                    ),
                ),
                (
                    "reflection",
                    models.CharField(
                        help_text="ふりかえりの問いを一つ書きます。答えは、このサイトには保存されません。",
                        max_length=200,
                        verbose_name="考えてみる",
                    ),
                ),
                (
                    "chapter",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="explainer.explainerpage",
                        verbose_name="読むページ",
                    ),
                ),
                (
                    "latest_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="latest revision",
                    ),
                ),
                (
                    "live_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="live revision",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        blank=True,
                        limit_choices_to={"state": "shown"},
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="cases.questioncard",
                        verbose_name="見てみる問いかけ",
                    ),
                ),
            ],
            options={
                "verbose_name": "レッスン",
                "verbose_name_plural": "レッスン",
                "ordering": ("skill", "order", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("skill__in", ["1", "2", "3", "4"])), name="known_lesson_skill"
                    )
                ],
            },
            bases=(wagtail.models.preview.PreviewableMixin, models.Model),
        ),
        migrations.CreateModel(
            name="FilledLesson",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=40, unique=True, verbose_name="記号")),
                ("digest", models.CharField(max_length=64, verbose_name="要約値")),
                (
                    "lesson",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="school.lesson",
                        verbose_name="レッスン",
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="書き込んだ版",
                    ),
                ),
            ],
            options={
                "verbose_name": "ファイルから作ったレッスン",
                "verbose_name_plural": "ファイルから作ったレッスン",
                "default_permissions": (),
            },
        ),
    ]
