"""経営者に渡す一枚: its words. There is one row; staff change it in the admin."""

from typing import Any

from django.db import models
from django.db.models import Q
from wagtail.models import PreviewableMixin

#: Characters of each part: with all of them full the sheet is still one page of A4 (tests/browser/test_practice.py).
LEAD_MAX, PART_MAX = 100, 140
#: The names of the parts in their order, which are also the headings of the sheet.
PARTS: dict[str, str] = {
    "what": "伴走支援とは",
    "not_done": "しないこと",
    "secrecy": "守秘",
    "course": "進め方",
    "ending": "やめ方",
}


def _part(name: str, help_text: str) -> "models.TextField[str, str]":
    return models.TextField(PARTS[name], max_length=PART_MAX, help_text=f"{help_text}{PART_MAX}文字まで（紙1枚に収めるため）。")


class PresidentSheet(PreviewableMixin, models.Model):  # type: ignore[misc]
    """What a supporter leaves with a president: one page, plain words. Who supports is filled in where it is printed, and kept nowhere."""

    lead = models.CharField("はじめのひとこと", max_length=LEAD_MAX)
    what = _part("what", "何を一緒にするのかを、ふだんの言葉で。")
    not_done = _part("not_done", "期待させてはいけないこと。行のはじめの「・」は箇条書きになります。")
    secrecy = _part("secrecy", "聞いたことを、だれに話し、だれに話さないか。")
    course = _part("course", "一回の長さ、間隔、はじめにすること。")
    ending = _part("ending", "いつでもやめられること、そのときどうなるか。")
    is_the_one = models.BooleanField("ただ一つの行", default=True, unique=True, editable=False)

    class Meta:
        verbose_name = "経営者に渡す1枚"
        verbose_name_plural = "経営者に渡す1枚"
        constraints = (models.CheckConstraint(condition=Q(is_the_one=True), name="one_president_sheet"),)

    def __str__(self) -> str:
        return "経営者に渡す1枚"

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        """The page with the sheet."""
        return "school/president_sheet.html"

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        """Filled in for an invented organisation."""
        from bansou.school.sheet_pages import sheet_preview  # above the models; Wagtail asks the model

        return {"request": request, **sheet_preview(self)}
