"""The words that the school's rooms share."""

from django.db import models


class Skill(models.TextChoices):
    """The four parts of SMRJ's training on 経営力再構築伴走支援, by which lessons and the self-check are ordered.

    Names as reported on https://jpbm.or.jp/dailynews/archives/10317 (read 2026-11-22), which misprints 浸透 in the fourth.
    """

    ONE = "1", "課題を見極める前提の情報整理・思考法"
    TWO = "2", "課題設定に向けた対話型アプローチ"
    THREE = "3", "経営者に対する組織開発支援"
    FOUR = "4", "職場浸透に向けた組織開発支援"

    @property
    def numeral(self) -> str:
        """Ⅰ to Ⅳ, as the agency writes them."""
        return "ⅠⅡⅢⅣ"[int(self.value) - 1]
