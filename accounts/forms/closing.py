"""How somebody leaves."""

from django import forms
from django.db import models

from bansou.forms.base import SiteForm


class Contributions(models.TextChoices):
    """What becomes of what the person wrote."""

    STAY = "stay", "残します（名前は「退会した参加者」に変わります）"
    WITHDRAW = "withdraw", "取り下げます（ほかの方が返信した話題は、名前を消して残ります）"


class CloseForm(SiteForm):
    """The choice, and a tick so that nobody leaves by a slip."""

    contributions = forms.ChoiceField(
        label="書いたものをどうしますか",
        choices=Contributions.choices,
        widget=forms.RadioSelect,
        help_text="「取り下げます」を選ぶと、あなたがはじめに書いた事例も、返信も、見えなくなります。支援チームに参加しただけの事例は残り、名前が消えます。",
    )
    is_sure = forms.BooleanField(label="退会することを確かめました")
