"""The forms about consent: what somebody agreed to, what is taken back, whom to ask, what the superior answers."""

from typing import Any

from django import forms
from django.utils import timezone

from bansou.forms.base import SiteForm
from bansou.forms.fields import AddressField, LineField, PaperField, TextField
from cases.models.consent import SINGLE_PARTIES
from cases.private_forms import DayField
from cases.vocabularies import ConsentMethod, ConsentParty, ConsentScope

_EMPTY = [("", "選んでください")]
_NEEDED, _NOT_NEEDED = "needed", "not_needed"
#: What stands beside the label of a field that is asked for in some answers alone.
_WHEN_REQUIRED = {
    "role_words": "「登場する方」「同席した機関」のときは必須",
    "scope": "「同意を得た」のときは必須",
    "method": "「同意を得た」のときは必須",
    "consented_on": "「同意を得た」のときは必須",
    "note": "「要らない」のときは必須",
}


class ConsentForm(SiteForm):
    """One consent, or that none is needed."""

    party = forms.ChoiceField(label="どなたの同意ですか", choices=_EMPTY + ConsentParty.choices)
    needed = forms.ChoiceField(
        label="同意", initial=_NEEDED, widget=forms.RadioSelect,
        choices=[(_NEEDED, "同意を得た"), (_NOT_NEEDED, "要らない（登場しない、独立しているなど）")],
    )  # fmt: skip
    role_words = LineField(
        label="役割", max_length=20, required=False,
        help_text="本文での呼び方を書きます。例：「前社長」「取引銀行」。本当の名前は書きません。",
    )  # fmt: skip
    scope = forms.ChoiceField(label="同意の範囲", choices=_EMPTY + ConsentScope.choices, required=False)
    method = forms.ChoiceField(
        label="方法",
        choices=_EMPTY + [choice for choice in ConsentMethod.choices if choice[0] != ConsentMethod.LINK],
        required=False,
    )
    consented_on = DayField(label="同意の日", required=False)
    expires_on = DayField(
        label="期限",
        required=False,
        help_text="期限を決めたときだけ。期限の30日前にメールでお知らせし、過ぎると公開が止まります。",
    )
    sheet = PaperField(
        label="同意書をスキャンしたもの", required=False,
        help_text="PDF、JPEG、PNG、WebP。5MBまで。暗号にして保存し、支援チームと審査担当だけが開けます。",
    )  # fmt: skip
    note = LineField(
        label="メモ", max_length=200, required=False, help_text="「要らない」のときは、理由を書きます。本当の名前は書きません。"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["consented_on"].initial = timezone.localdate()
        for name, words in _WHEN_REQUIRED.items():
            self.fields[name].requirement = words  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """What belongs to a consent is there, and days are in order."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("needed") == _NOT_NEEDED:
            self._check_not_needed(cleaned)
        elif cleaned.get("needed") == _NEEDED:
            self._check_needed(cleaned)
        return cleaned

    def _check_not_needed(self, cleaned: dict[str, Any]) -> None:
        if cleaned.get("party") == ConsentParty.PRESIDENT:
            self.add_error("needed", "経営者の同意は、いつも必要です。")
        if not cleaned.get("note"):
            self.add_error("note", "同意が要らない理由を書いてください。")

    def _check_needed(self, cleaned: dict[str, Any]) -> None:
        for name, words in (
            ("scope", "同意の範囲を選んでください。"),
            ("method", "同意を得た方法を選んでください。"),
            ("consented_on", "同意の日を入力してください。"),
        ):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, words)
        day, end = cleaned.get("consented_on"), cleaned.get("expires_on")
        if day and day > timezone.localdate():
            self.add_error("consented_on", "先の日付になっています。同意を得た日を入力してください。")
        if day and end and end < day:
            self.add_error("expires_on", "期限が、同意の日より前になっています。")
        party = cleaned.get("party")
        if party and party not in SINGLE_PARTIES and not cleaned.get("role_words"):
            self.add_error("role_words", "どなたのことか、役割を書いてください。")

    @property
    def answers(self) -> dict[str, Any]:
        """The fields of the consent."""
        cleaned = self.cleaned_data
        answers = {"party": cleaned["party"], "note": cleaned["note"], "is_needed": cleaned["needed"] == _NEEDED}
        answers["role_words"] = "" if cleaned["party"] in SINGLE_PARTIES else cleaned["role_words"]
        if answers["is_needed"]:
            answers |= {name: cleaned[name] for name in ("scope", "method", "consented_on", "expires_on")}
        return answers


class ConsentWithdrawForm(SiteForm):
    """Why a consent is taken back."""

    reason = LineField(label="取り消しの理由", max_length=200, help_text="運営の記録に残ります。本当の名前は書かないでください。")


class SuperiorForm(SiteForm):
    """Where to send the link."""

    email = AddressField(
        label="所属長のメールアドレス", max_length=254,
        help_text="ログインしなくても、いまの版を見て返事ができるリンクを送ります。メールに事例の題名は書きません。",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip


class SuperiorAnswerForm(SiteForm):
    """What the superior says; the pressed button says which."""

    words = TextField(
        label="伝えたいこと",
        rows=5,
        max_length=1000,
        required=False,
        help_text="直してほしいところがあるときは、どこをどう直すかを書いてください。",
    )

    def clean(self) -> dict[str, Any]:
        """A wish for changes has words."""
        cleaned: dict[str, Any] = super().clean() or {}
        if "changes" in self.data and not cleaned.get("words") and "words" not in self.errors:
            self.add_error("words", "直してほしいところを書いてください。")
        return cleaned


class RestoreForm(SiteForm):
    """Why a withdrawn case comes back."""

    reason = LineField(
        label="元に戻す理由", max_length=200, help_text="運営の記録に残り、書いた方にも届きます。会社の名前は書かないでください。"
    )
