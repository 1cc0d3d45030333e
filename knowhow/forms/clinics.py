"""The forms of clinics: the four texts, the next step, and the reason without which staff see no true author."""

from typing import Any

from django import forms
from django.http import QueryDict

from bansou.forms.base import SiteForm
from bansou.forms.fields import LineField, TextField
from knowhow.clinic_anonymity import FoundWord, fingerprint, found_words
from knowhow.models.clinic import CLINIC_TEXT_MAX, SITUATION_MAX
from knowhow.models.topic import TITLE_MAX, TITLE_MIN

_TOO_SHORT = {"min_length": "%(limit_value)d文字以上で入力してください（今は%(show_value)d文字です）。"}


class AnonymousForm(SiteForm):
    """A form whose texts tell nobody which company it is. What the rules find has to be looked at: rewritten, or confirmed as it stands."""

    #: The fields that are looked through.
    looked_through: tuple[str, ...] = ()

    confirmed = forms.BooleanField(
        label="これらの言葉からは、会社も人も分かりません", required=False, help_text="地元の同業の方が読んだらどうかを、思い浮かべてください。"
    )  # fmt: skip
    #: Which finds the tick was meant for.
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, person=person, **kwargs)
        self._person = person
        self.found: list[FoundWord] = []

    def clean(self) -> dict[str, Any]:
        """Once the texts are as they should be: nothing is found, or somebody looked at all that is."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        texts = {str(self.fields[name].label): cleaned.get(name, "") for name in self.looked_through}
        self.found = found_words(texts, by=self._person)
        seen = fingerprint(self.found)
        if self.found and not (cleaned.get("confirmed") and cleaned.get("seen") == seen):
            self.add_error("confirmed", "見つかった言葉を書きかえるか、確かめてチェックを付けてください。")
            # The page shows the finds of now, and the tick is given anew for them.
            shown = QueryDict(mutable=True)
            shown.update(self.data)
            shown["seen"] = seen
            shown.pop("confirmed", None)
            self.data = shown
        return cleaned


class ClinicForm(AnonymousForm):
    """A clinic: what it is about in a line, and the four texts."""

    looked_through = ("title", "situation", "hesitation", "tried", "asked")

    title = LineField(
        label="題名", min_length=TITLE_MIN, max_length=TITLE_MAX, error_messages=_TOO_SHORT,
        help_text="いま迷っていることを、一行で。例：「後継者の話になると、社長が席を立ちます」",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    situation = TextField(
        label="状況", max_length=SITUATION_MAX, rows=8,
        help_text="どんな会社の、どんな場面ですか。社名、人名、地名、商品名は書かず、規模も「十数人」のように広く書きます。",
    )  # fmt: skip
    hesitation = TextField(
        label="迷い", max_length=CLINIC_TEXT_MAX, rows=5,
        help_text="あなた自身が、どこで迷っていますか。まとまっていなくてもかまいません。",
    )  # fmt: skip
    tried = TextField(
        label="してみたこと", max_length=CLINIC_TEXT_MAX, rows=4, help_text="うまくいかなかったことも。まだなければ「まだありません」で。"
    )  # fmt: skip
    asked = TextField(
        label="聞きたいこと", max_length=CLINIC_TEXT_MAX, rows=4, help_text="どんなことを問いかけてもらえると、考えが進みそうですか。"
    )  # fmt: skip

    @property
    def texts(self) -> dict[str, str]:
        """The four texts."""
        return {name: self.cleaned_data[name] for name in ("situation", "hesitation", "tried", "asked")}


class ClinicEditForm(ClinicForm):
    """New texts of a clinic; carries the version that it began with."""

    edit_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean_edit_version(self) -> int:
        """The version, 0 where it is missing: that is nobody's."""
        return self.cleaned_data["edit_version"] or 0


class NextStepForm(AnonymousForm):
    """The author's last word."""

    looked_through = ("next_step",)

    next_step = TextField(
        label="次の一歩", max_length=CLINIC_TEXT_MAX, rows=6,
        help_text="受け取った問いかけから、何に気づき、まず何をしますか。小さなことで十分です。",
    )  # fmt: skip


class WritersForm(SiteForm):
    """Why a member of staff looks."""

    reason = LineField(
        label="確かめる理由", min_length=5, max_length=200, error_messages=_TOO_SHORT,
        help_text="あなたの名前といっしょに、運営の記録に残ります。投稿した人の名前は書かないでください。",
    )  # fmt: skip
