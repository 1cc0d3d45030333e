"""ロールプレイ: a scene for three, as three sheets of paper of which each plays one."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from wagtail.models import PreviewableMixin

from bansou.school.vocabularies import Skill

#: Characters that fit on a sheet of A4 beside what stands there anyway.
SETTING_MAX, SHEET_MAX = 300, 600


class RolePlayPart(models.TextChoices):
    """Who plays."""

    PRESIDENT = "president", "経営者役"
    SUPPORTER = "supporter", "支援者役"
    OBSERVER = "observer", "観察者役"


class RolePlayQuerySet(models.QuerySet["RolePlay"]):
    """Reads of role-plays."""

    def shown(self) -> "RolePlayQuerySet":
        """Those on the site, for everybody, in their order."""
        return self.filter(is_shown=True).order_by("position", "pk")


class RolePlay(PreviewableMixin, models.Model):  # type: ignore[misc]
    """A fictional scene: what all know, and for each of three what only he knows. 20 minutes, and 10 to talk about it."""

    slug = models.SlugField("アドレス", max_length=40, unique=True, help_text="半角の英小文字と「-」。公開したら変えません。")
    title = models.CharField("題名", max_length=40)
    summary = models.CharField("どんな場面か", max_length=120, help_text="一覧に出ます。経営者役だけが知ることは書きません。")
    skill = models.CharField("身につくこと", max_length=1, choices=Skill)
    setting = models.TextField(
        "三人が知っている場面",
        max_length=SETTING_MAX,
        help_text="会社、二人の間柄、いつどこで会うか。三枚とも、はじめに載ります。",
    )
    president = models.TextField(
        "経営者役の紙",
        max_length=SHEET_MAX,
        help_text="心の中にあること、尋ねられたら話すこと、最初のひとこと。行のはじめの「■」は見出し、「・」は箇条書きです。",
    )
    supporter = models.TextField(
        "支援者役の紙", max_length=SHEET_MAX, help_text="知っていること、20分で目指すこと、今日はしないこと。"
    )
    observer = models.TextField(
        "観察者役の紙", max_length=SHEET_MAX, help_text="見るところを三つから五つ。よしあしではなく、見たことを返します。"
    )
    position = models.PositiveSmallIntegerField("並び順", default=100, help_text="小さい数が先に並びます。")
    is_shown = models.BooleanField("サイトに載せる", default=True)

    objects = RolePlayQuerySet.as_manager()

    class Meta:
        verbose_name = "ロールプレイ"
        verbose_name_plural = "ロールプレイ"
        ordering = ("position", "pk")
        constraints = (models.CheckConstraint(condition=Q(skill__in=Skill.values), name="known_role_play_skill"),)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """What all three may read before they begin."""
        return reverse("school:role_play", args=[self.slug])

    def text_of(self, part: str) -> str:
        """The sheet of one who plays."""
        return str(getattr(self, RolePlayPart(part).value))

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        """The three sheets."""
        return "school/role_play_sheets.html"

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        """As they are printed."""
        from bansou.school.role_play_pages import sheets_of  # above the models; Wagtail asks the model

        return {"request": request, "role_play": self, "sheets": sheets_of(self)}
