import django.db.models.deletion
import django.utils.timezone
import wagtail.models.preview
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """読む演習, the role-plays, and the sheet for the president."""

    dependencies = [
        ("accounts", "0012_belonging_requests"),
        ("cases", "0070_wanted_cases"),
        ("school", "0020_self_checks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PresidentSheet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("lead", models.CharField(max_length=100, verbose_name="はじめのひとこと")),
                (
                    "what",
                    models.TextField(
                        help_text="何を一緒にするのかを、ふだんの言葉で。140文字まで（紙1枚に収めるため）。",
                        max_length=140,
                        verbose_name="伴走支援とは",
                    ),
                ),
                (
                    "not_done",
                    models.TextField(
                        help_text="期待させてはいけないこと。行のはじめの「・」は箇条書きになります。140文字まで（紙1枚に収めるため）。",
                        max_length=140,
                        verbose_name="しないこと",
                    ),
                ),
                (
                    "secrecy",
                    models.TextField(
                        help_text="聞いたことを、だれに話し、だれに話さないか。140文字まで（紙1枚に収めるため）。",
                        max_length=140,
                        verbose_name="守秘",
                    ),
                ),
                (
                    "course",
                    models.TextField(
                        help_text="一回の長さ、間隔、はじめにすること。140文字まで（紙1枚に収めるため）。",
                        max_length=140,
                        verbose_name="進め方",
                    ),
                ),
                (
                    "ending",
                    models.TextField(
                        help_text="いつでもやめられること、そのときどうなるか。140文字まで（紙1枚に収めるため）。",
                        max_length=140,
                        verbose_name="やめ方",
                    ),
                ),
                ("is_the_one", models.BooleanField(default=True, editable=False, unique=True, verbose_name="ただ一つの行")),
            ],
            options={
                "verbose_name": "経営者に渡す1枚",
                "verbose_name_plural": "経営者に渡す1枚",
                "constraints": [models.CheckConstraint(condition=models.Q(("is_the_one", True)), name="one_president_sheet")],
            },
            bases=(wagtail.models.preview.PreviewableMixin, models.Model),
        ),
        migrations.CreateModel(
            name="ReadingStop",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("episode_key", models.UUIDField(editable=False, verbose_name="対話")),
                (
                    "title",
                    models.CharField(
                        help_text="一覧に出ます。事例の題名や結末が分かる言葉は使いません。例：「昼どき、窓のある事務所で」",
                        max_length=40,
                        verbose_name="場面の名前",
                    ),
                ),
                (
                    "scene",
                    models.TextField(
                        help_text="支援者が口を開く直前までを、二、三文で書きます。実際の問いかけと、その後のことは書きません。",
                        max_length=400,
                        verbose_name="問いかけの直前の場面",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("proposed", "確認待ち"), ("shown", "演習に出す"), ("hidden", "出さない")],
                        default="shown",
                        max_length=10,
                        verbose_name="状態",
                    ),
                ),
                ("is_from_team", models.BooleanField(default=False, editable=False, verbose_name="事例を書いた側からの提案")),
                (
                    "note",
                    models.CharField(
                        blank=True,
                        help_text="提案を「出さない」にするときは、理由を書きます。事例を書いた方に届きます。",
                        max_length=200,
                        verbose_name="事例を書いた方への言葉",
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="作成日時")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.case", verbose_name="事例"
                    ),
                ),
            ],
            options={
                "verbose_name": "読む演習の場面",
                "verbose_name_plural": "読む演習の場面",
                "ordering": ("-pk",),
            },
            bases=(wagtail.models.preview.PreviewableMixin, models.Model),
        ),
        migrations.CreateModel(
            name="ReadingAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=300, verbose_name="問いかけ")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="そう問いかけるわけ")),
                (
                    "shown_as",
                    models.CharField(
                        choices=[
                            ("name", "名前を出して、ほかの方にも見せる"),
                            ("alias", "名前を出さずに、ほかの方にも見せる"),
                            ("self", "自分だけが読む"),
                        ],
                        max_length=6,
                        verbose_name="見せ方",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="書いた日時"),
                ),
                ("edited_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="直した日時")),
                (
                    "held_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="確認を待つようになった日時"),
                ),
                ("hidden_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="非表示にした日時")),
                ("hidden_reason", models.CharField(blank=True, editable=False, max_length=200, verbose_name="非表示にした理由")),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="書いた人",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="書いたときの所属",
                    ),
                ),
                (
                    "stop",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="school.readingstop",
                        verbose_name="場面",
                    ),
                ),
            ],
            options={
                "verbose_name": "読む演習の問いかけ",
                "verbose_name_plural": "読む演習の問いかけ",
                "ordering": ("-created_at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="RolePlay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "slug",
                    models.SlugField(
                        help_text="半角の英小文字と「-」。公開したら変えません。",
                        max_length=40,
                        unique=True,
                        verbose_name="アドレス",
                    ),
                ),
                ("title", models.CharField(max_length=40, verbose_name="題名")),
                (
                    "summary",
                    models.CharField(
                        help_text="一覧に出ます。経営者役だけが知ることは書きません。",
                        max_length=120,
                        verbose_name="どんな場面か",
                    ),
                ),
                (
                    "skill",
                    models.CharField(
                        choices=[
                            ("1", "課題を見極める前提の情報整理・思考法"),
                            ("2", "課題設定に向けた対話型アプローチ"),
                            ("3", "経営者に対する組織開発支援"),
                            ("4", "職場浸透に向けた組織開発支援"),
                        ],
                        max_length=1,
                        verbose_name="身につくこと",
                    ),
                ),
                (
                    "setting",
                    models.TextField(
                        help_text="会社、二人の間柄、いつどこで会うか。三枚とも、はじめに載ります。",
                        max_length=300,
                        verbose_name="三人が知っている場面",
                    ),
                ),
                (
                    "president",
                    models.TextField(
                        help_text="心の中にあること、尋ねられたら話すこと、最初のひとこと。行のはじめの「■」は見出し、「・」は箇条書きです。",
                        max_length=600,
                        verbose_name="経営者役の紙",
                    ),
                ),
                (
                    "supporter",
                    models.TextField(
                        help_text="知っていること、20分で目指すこと、今日はしないこと。",
                        max_length=600,
                        verbose_name="支援者役の紙",
                    ),
                ),
                (
                    "observer",
                    models.TextField(
                        help_text="見るところを三つから五つ。よしあしではなく、見たことを返します。",
                        max_length=600,
                        verbose_name="観察者役の紙",
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(default=100, help_text="小さい数が先に並びます。", verbose_name="並び順"),
                ),
                ("is_shown", models.BooleanField(default=True, verbose_name="サイトに載せる")),
            ],
            options={
                "verbose_name": "ロールプレイ",
                "verbose_name_plural": "ロールプレイ",
                "ordering": ("position", "pk"),
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("skill__in", ["1", "2", "3", "4"])), name="known_role_play_skill")
                ],
            },
            bases=(wagtail.models.preview.PreviewableMixin, models.Model),
        ),
        migrations.AddConstraint(
            model_name="readingstop",
            constraint=models.UniqueConstraint(fields=("case", "episode_key"), name="one_stop_per_dialogue"),
        ),
        migrations.AddConstraint(
            model_name="readingstop",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["proposed", "shown", "hidden"])), name="known_stop_state"
            ),
        ),
        migrations.AddConstraint(
            model_name="readingstop",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("title", ""), _negated=True), models.Q(("scene", ""), _negated=True)),
                name="stop_says_where_it_is",
            ),
        ),
        migrations.AddConstraint(
            model_name="readingstop",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_from_team", True), ("note", ""), ("state", "hidden"), _negated=True),
                name="stop_of_a_team_hidden_with_reason",
            ),
        ),
        migrations.AddIndex(
            model_name="readinganswer",
            index=models.Index(fields=["stop", "-created_at", "-id"], name="answer_of_stop"),
        ),
        migrations.AddConstraint(
            model_name="readinganswer",
            constraint=models.UniqueConstraint(fields=("stop", "author"), name="one_answer_per_person_and_stop"),
        ),
        migrations.AddConstraint(
            model_name="readinganswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="reading_answer_says_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="readinganswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("shown_as__in", ["name", "alias", "self"])), name="known_reading_answer_shown_as"
            ),
        ),
        migrations.AddConstraint(
            model_name="readinganswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("hidden_at", None), ("hidden_reason", "")),
                    models.Q(("hidden_at__isnull", False), models.Q(("hidden_reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="reading_answer_hidden_with_reason",
            ),
        ),
    ]
