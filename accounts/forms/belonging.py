"""What a person fills in about where he belongs."""

from typing import Any

from django import forms

from accounts.models import Organisation
from accounts.organisation_types import OrganisationType
from accounts.prefectures import Prefecture
from bansou.forms.base import SiteForm
from bansou.forms.fields import LineField, PaperField, TextField

_EMPTY = [("", "選んでください")]
#: Rows that the search for one's organisation shows at most.
FOUND_AT_MOST = 20


class OrganisationSearchForm(forms.Form):
    """Which organisation? Sent by GET; nothing in it is required."""

    prefecture = forms.ChoiceField(label="都道府県", choices=[("", "すべて"), *Prefecture.choices], required=False)
    name = LineField(label="支援機関の名称（一部でも）", max_length=80, required=False)

    def found(self) -> list[Organisation]:
        """One more than are shown, so that the page can say that there are more; none where nothing was asked."""
        if not self.is_valid() or not any(self.cleaned_data.values()):
            return []
        prefecture, name = self.cleaned_data["prefecture"], self.cleaned_data["name"]
        return list(Organisation.objects.named_like(name, prefecture=prefecture).order_by("name", "pk")[: FOUND_AT_MOST + 1])


class BelongingForm(SiteForm):
    """Asking staff to confirm the belonging to an organisation of the list."""

    note = TextField(
        label="事務局への説明",
        rows=4,
        max_length=500,
        help_text="職場での役割と、事務局が確かめられる方法を書いてください。例：「経営指導員です。当会のウェブサイトの職員紹介に名前があります」",
    )
    paper = PaperField(
        label="所属が分かるもの",
        required=False,
        help_text="名刺、職員証、辞令などの写真かPDF（5MBまで）。暗号にして保存し、登録担当だけが開けます。確認が済んでから90日で消します。",
    )


class UnlistedBelongingForm(BelongingForm):
    """The same, to an organisation that is not in the list yet."""

    name = LineField(label="支援機関の正式な名称", max_length=80)
    organisation_type = forms.ChoiceField(label="種別", choices=_EMPTY + OrganisationType.choices)
    prefecture = forms.ChoiceField(label="都道府県", choices=_EMPTY + Prefecture.choices)
    field_order = ("name", "organisation_type", "prefecture", "note", "paper")

    def clean(self) -> dict[str, Any]:
        """Whoever did not find it in the list may have overlooked it."""
        cleaned: dict[str, Any] = super().clean() or {}
        known = Organisation.objects.verified().filter(name=cleaned.get("name"), prefecture=cleaned.get("prefecture"))
        if known.exists():
            self.add_error("name", "この支援機関は登録済みです。前の画面にもどり、一覧から選んでください。")
        return cleaned
