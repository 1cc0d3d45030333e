"""What a person fills in for his record of learning."""

from typing import Any

from django import forms

from accounts.models import User
from bansou.forms.base import SiteForm
from bansou.forms.fields import LineField
from bansou.school.actions import case_count, reply_count


class CertificateForm(SiteForm):
    """The name on the paper, and what else is on it. What there is nothing of is not offered."""

    name = LineField(
        label="氏名",
        max_length=40,
        help_text="紙に載る名前です。提出先に合わせて書きます。",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    with_organisation = forms.BooleanField(required=False)
    with_cases = forms.BooleanField(required=False)
    with_replies = forms.BooleanField(required=False)

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, person=person, **kwargs)
        cases, replies, organisation = case_count(person), reply_count(person), person.organisation
        self._offer("with_organisation", f"所属（{organisation}）を載せる" if organisation else "")
        self._offer("with_cases", f"公開した事例の数（{cases}件）を載せる" if cases else "")
        self._offer("with_replies", f"広場での返信の数（{replies}件）を載せる" if replies else "")

    def _offer(self, name: str, label: str) -> None:
        if label:
            self.fields[name].label = label
        else:
            del self.fields[name]
