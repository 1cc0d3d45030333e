"""The form of a case's private side, and the reason without which staff see none of it."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone

from bansou.forms.base import SiteForm
from bansou.forms.fields import LineField, TextField
from cases.corporate_number import clean_corporate_number, is_corporate_number
from cases.limits import PRIVATE_DAYS, PRIVATE_DAYS_AT_MOST, PRIVATE_TEXT
from cases.models.private import PrivateFacts

_UNREMEMBERED = {"autocomplete": "off"}


class DayField(forms.DateField):
    """A day from the browser's calendar."""

    default_error_messages = {"invalid": "日付を、2026-11-22のように入力してください。"}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        super().__init__(input_formats=["%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日"], **kwargs)


class PrivateForm(SiteForm):
    """Who the company is. Not kept as a draft while it is typed: a draft is not encrypted."""

    company_name = LineField(
        label="会社の本当の名前", max_length=100, required=False, widget=forms.TextInput(attrs=_UNREMEMBERED)
    )
    corporate_number = LineField(
        label="法人番号", max_length=20, required=False, help_text="13桁の数字です。個人事業の方は空のままにします。",
        widget=forms.TextInput(attrs=_UNREMEMBERED | {"inputmode": "numeric", "size": "18"}),
    )  # fmt: skip
    contacts = TextField(
        label="連絡先", rows=4, max_length=PRIVATE_TEXT, required=False, help_text="同意を確かめるために使う、経営者の方の名前、電話、メールなど。"
    )  # fmt: skip
    people = TextField(
        label="登場する方の本当の名前", rows=4, max_length=PRIVATE_TEXT, required=False,
        help_text="同意の記録には「前社長」のような役割だけを書きます。それがどなたなのかは、ここに書きます。",
    )  # fmt: skip
    delete_on = DayField(label="自動で消す日", help_text="この日になると、上の内容をすべて消します。5年先まで選べます。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["delete_on"].initial = timezone.localdate() + datetime.timedelta(days=PRIVATE_DAYS)

    def clean_corporate_number(self) -> str:
        """Empty, or a number whose check digit is right."""
        number = clean_corporate_number(self.cleaned_data["corporate_number"])
        if number and not is_corporate_number(number):
            raise forms.ValidationError("法人番号の13桁が合いません。書き写しまちがいがないか、確かめてください。")
        return number

    def clean_delete_on(self) -> datetime.date:
        """From tomorrow on, and not for ever."""
        day: datetime.date = self.cleaned_data["delete_on"]
        today = timezone.localdate()
        if not today < day <= today + datetime.timedelta(days=PRIVATE_DAYS_AT_MOST):
            raise forms.ValidationError("明日から5年先までの日を選んでください。")
        return day

    @property
    def facts(self) -> PrivateFacts:
        """What was typed."""
        names = ("company_name", "corporate_number", "contacts", "people")
        return PrivateFacts(**{name: self.cleaned_data[name] for name in names})


class RevealForm(SiteForm):
    """Why a member of staff looks."""

    reason = LineField(
        label="見る理由",
        max_length=200,
        help_text="あなたの名前といっしょに、運営の記録に残ります。会社の名前は書かないでください。",
    )
