"""The form for "cases like my client": a short profile, a note, or both."""

from dataclasses import replace
from typing import Any

from django import forms

from bansou.forms.base import SiteForm
from bansou.forms.fields import TextField
from cases.forms.fields import PickField, TicksField
from cases.likeness import Profile, profile_of_note
from cases.limits import NOTE_TEXT
from cases.models import Theme
from cases.vocabularies import AREA_CHOICES, AREA_NONE, EmployeeBand, Industry, Stage, Wall

#: What an address may ask for. A note never stands in one.
IN_ADDRESS = ("wall", "asked", "real", "industry", "size", "area", "stage")
_NONE = "選ばない"


class ThemeField(forms.ModelChoiceField[Theme]):
    """One theme, by slug, or none."""

    def __init__(self, **kwargs: Any) -> None:
        themes = Theme.objects.filter(is_active=True)
        super().__init__(queryset=themes, to_field_name="slug", required=False, empty_label=_NONE, **kwargs)


class LikenessForm(SiteForm):
    """What is known of the client. Nothing has to be filled in, and nothing of it is kept."""

    text = TextField(
        label="支援先のようす", max_length=NOTE_TEXT, rows=6, required=False,
        help_text="気になっていることを、いつもの言葉で書くか、メモを貼り付けます。会社や人の名前は要りません。"
        "文章はさがすときだけに使い、保存しません。",
    )  # fmt: skip
    wall = TicksField(Wall, label="いま立っている壁")
    asked = ThemeField(label="相談されたこと")
    real = ThemeField(label="本質的な課題と思うこと")
    industry = PickField([choice for choice in Industry.choices if choice[0] != Industry.S], label="業種", blank=_NONE)
    size = PickField([choice for choice in EmployeeBand.choices if choice[0] != EmployeeBand.NONE], label="規模", blank=_NONE)
    area = PickField([group for group in AREA_CHOICES if group[1][0][0] != AREA_NONE], label="地域", blank=_NONE)
    stage = PickField(Stage, label="支援の段階", blank=_NONE)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["submission_key"]  # nothing is written
        self.fields["text"].widget.attrs["autocomplete"] = "off"

    def clean(self) -> dict[str, Any]:
        """Something has to be said."""
        said: dict[str, Any] = super().clean() or {}
        if not self.errors and not any(said.values()):
            self.add_error(None, "支援先のようすを書くか、壁や業種などを一つ以上選んでください。")
        return said

    @property
    def profile(self) -> Profile:
        """What was filled in."""
        said = self.cleaned_data
        return replace(
            profile_of_note(said["text"]),
            walls=frozenset(said["wall"]),
            asked=_named(said["asked"]),
            real=_named(said["real"]),
            industry=said["industry"],
            size=said["size"],
            area=said["area"],
            stage=said["stage"],
        )


def _named(theme: Theme | None) -> dict[int, str]:
    return {theme.pk: theme.name} if theme else {}
