"""The forms of a case's team."""

from django import forms

from accounts.organisation_types import OrganisationType
from bansou.forms.base import SiteForm
from bansou.forms.fields import AddressField, LineField
from cases.vocabularies import TeamRole

_EMPTY = [("", "選んでください")]


class InviteForm(SiteForm):
    """Whom to send an invitation."""

    email = AddressField(
        label="メールアドレス",
        max_length=254,
        help_text="相手の方がこのサイトで使う（これから登録する）アドレスです。ほかのアドレスの方は参加できません。",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(label="役割", choices=_EMPTY + TeamRole.choices)


class ListedPersonForm(SiteForm):
    """Somebody who is named without an account."""

    name = LineField(
        label="名前",
        max_length=40,
        help_text="確認済みの支援者だけに表示します。載せてよいかを、ご本人に確かめてください。会社の方の名前は書きません。",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    organisation_type = forms.ChoiceField(label="所属の種類", choices=_EMPTY + OrganisationType.choices)
    role = forms.ChoiceField(label="役割", choices=_EMPTY + TeamRole.choices)
