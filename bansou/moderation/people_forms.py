"""The forms of the people desk. Each asks for the words that the record keeps."""

from typing import Any

from django import forms

from accounts.models import Organisation
from accounts.roles import Role
from bansou.forms.base import SiteForm
from bansou.forms.fields import LineField
from bansou.moderation.forms import REASON_MIN
from bansou.moderation.people import Who

#: With what the record puts before it, a reason still fits.
_REASON_MAX = 160


class FindForm(forms.Form):
    """Whom staff look for."""

    q = LineField(
        label="だれを探しますか", required=False, max_length=254,
        help_text="表示名、所属の名前、利用者の番号、メールアドレス（全体）のどれかを入れます。",
    )  # fmt: skip
    who = forms.ChoiceField(label="どの方を", choices=Who.choices, required=False)


class VerifyForm(SiteForm):
    """Where somebody belongs, and how staff know."""

    organisation = forms.ModelChoiceField(
        queryset=Organisation.objects.filter(is_verified=True), label="支援機関", empty_label="選んでください",
        help_text="確認済みの支援機関だけを選べます。いまの所属は終わります。",
    )  # fmt: skip
    reason = LineField(label="どのように確かめましたか", min_length=REASON_MIN, max_length=_REASON_MAX)


class RolesForm(SiteForm):
    """The roles that the person has from now on, of those that whoever fills it in may give."""

    roles = forms.MultipleChoiceField(label="役割", required=False, widget=forms.CheckboxSelectMultiple)
    reason = LineField(label="理由", min_length=REASON_MIN, max_length=_REASON_MAX)

    def __init__(self, *args: Any, offered: tuple[Role, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["roles"]
        assert isinstance(chosen, forms.MultipleChoiceField)
        chosen.choices = [(role.name, role.name) for role in offered]


class AddressForm(SiteForm):
    """Why staff look at an address."""

    reason = LineField(
        label="見る理由",
        min_length=REASON_MIN,
        max_length=_REASON_MAX,
        help_text="だれが、いつ、なぜ見たかが、運営の記録に残ります。",
    )


class SupportForm(SiteForm):
    """How the person agreed that staff act for him."""

    consent = LineField(
        label="本人の同意", min_length=REASON_MIN, max_length=_REASON_MAX,
        help_text="いつ、どのように同意を聞きましたか。例：11月22日14時、電話で、返信を代わりに書くことに同意。ご本人へのメールにも載ります。",
    )  # fmt: skip
