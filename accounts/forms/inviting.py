"""The form of an invitation."""

from django import forms

from bansou.forms.base import SiteForm
from bansou.forms.fields import AddressField


class InviteForm(SiteForm):
    """Whom to send an invitation."""

    email = AddressField(
        label="メールアドレス",
        max_length=254,
        help_text="相手の方がこのサイトで使う（これから登録する）アドレスです。ほかのアドレスの方は参加できません。",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
