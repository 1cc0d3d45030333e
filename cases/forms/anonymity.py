"""What a person decides about marked words, and the checklist."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from bansou.forms.base import SiteForm
from bansou.forms.fields import LineField
from cases.anonymity.actions import Keeping, Replacing
from cases.anonymity.entries import Entry
from cases.vocabularies import CheckPoint

_LATER, _KEEP, _REPLACE = "later", "keep", "replace"


class MarksForm(SiteForm):
    """All decisions of the page are sent together: one press, one new version."""

    based_on = forms.IntegerField(widget=forms.HiddenInput)


class EntryForm(forms.Form):
    """Whether one word stays or is written otherwise."""

    use_required_attribute = False

    decision = forms.ChoiceField(
        label="どうしますか",
        choices=[(_REPLACE, "置きかえる"), (_KEEP, "残す"), (_LATER, "あとで決める")],
        initial=_LATER,
        required=False,
        widget=forms.RadioSelect,
    )
    instead = LineField(label="置きかえる言葉", max_length=200, required=False)
    everywhere = forms.BooleanField(label="ほかの項目にある同じ言葉も、まとめて置きかえる", required=False)
    reason = LineField(
        label="残す理由",
        max_length=200,
        required=False,
        help_text="例：「地方の呼び名で、会社は分からない」「ご本人の許しを得ている」",
    )

    def __init__(self, typed: QueryDict | None = None, *, entry: Entry) -> None:
        super().__init__(typed, prefix=f"mark-{entry.key}", initial={"instead": entry.suggestion})
        self.entry = entry
        choices = [(_LATER, "あとで決める")]
        if entry.is_keepable:
            choices.insert(0, (_KEEP, "残す"))
        if entry.place.is_prose:
            choices.insert(0, (_REPLACE, "置きかえる"))
        self.fields["decision"].choices = choices  # type: ignore[attr-defined]

    @property
    def has_decision(self) -> bool:
        """Whether it says what to do now."""
        return self.cleaned_data.get("decision") in {_KEEP, _REPLACE}

    def clean(self) -> dict[str, Any]:
        """A word that stays needs its reason, a replaced one something else."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("decision") == _KEEP and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", ValidationError(f"「{self.entry.text}」を残す理由を書いてください。"))
        if cleaned.get("decision") == _REPLACE and "instead" not in self.errors:
            if not cleaned.get("instead"):
                self.add_error("instead", ValidationError(f"「{self.entry.text}」に代わる言葉を入力してください。"))
            elif cleaned["instead"] == self.entry.text:
                self.add_error("instead", ValidationError("元の言葉と同じです。会社が分からない言葉にしてください。"))
        return cleaned

    @property
    def keeping(self) -> Keeping | None:
        """The decision that the word stays."""
        if self.cleaned_data.get("decision") != _KEEP:
            return None
        return Keeping(self.entry.kind.value, self.entry.text, self.cleaned_data["reason"])

    @property
    def replacing(self) -> Replacing | None:
        """The decision that the word is written otherwise."""
        if self.cleaned_data.get("decision") != _REPLACE:
            return None
        entry = self.entry
        return Replacing(
            entry.place.name, entry.kind.value, entry.text, self.cleaned_data["instead"], self.cleaned_data["everywhere"]
        )


class ChecklistForm(SiteForm):
    """The ten points."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    points = forms.MultipleChoiceField(
        label="読み返して確かめたこと", choices=CheckPoint.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
