"""The forms of practice: an answer, a proposed stop, staff's form of a stop, and what is filled in on the president's sheet."""

import re
import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from wagtail.admin.forms.models import WagtailAdminModelForm

from bansou.forms.base import SiteForm
from bansou.forms.fields import LineField, TextField
from bansou.school.models import ReadingStop, ShownAs, StopState
from bansou.school.models.reading import ANSWER_MAX, SCENE_MAX, STOP_TITLE_MAX
from cases.models import Case, Episode

_CASE_NUMBER = re.compile(r"(?:^|/cases/)(\d{1,18})/?$")


class AnswerForm(SiteForm):
    """What a reader would have asked. A visitor is not asked who shall read it: nothing of his is kept."""

    text = LineField(
        label="あなたの問いかけ",
        max_length=ANSWER_MAX,
        help_text="相手に言う言葉のまま書きます。黙って待つ、と書いてもかまいません。",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    reason = LineField(
        label="そう問いかけるわけ",
        max_length=ANSWER_MAX,
        required=False,
        help_text="一行で。書くと、自分の癖に気づきやすくなります。",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    shown_as = forms.ChoiceField(
        label="だれが読めるようにしますか",
        choices=ShownAs.choices,
        initial=ShownAs.SELF,
        widget=forms.RadioSelect,
        help_text="あとから変えられます。ご自分の支援先が分かることは書かないでください。",
    )

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, person=person, **kwargs)
        if not person.is_authenticated:
            del self.fields["shown_as"]


class StopProposalForm(SiteForm):
    """A dialogue of one's own case, and how it begins."""

    episode = forms.ChoiceField(label="どの対話で止めますか", widget=forms.RadioSelect)
    title = LineField(
        label="場面の名前",
        max_length=STOP_TITLE_MAX,
        help_text="事例の題名や結末が分かる言葉は使いません。例：「昼どき、窓のある事務所で」",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    scene = TextField(
        label="問いかけの直前の場面",
        max_length=SCENE_MAX,
        rows=5,
        help_text="あなたが口を開く直前までを、二、三文で。実際の問いかけと、その後のことは書きません。",
    )

    def __init__(self, *args: Any, episodes: list[Episode], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(episode.key), episode.told_in_short(number)) for number, episode in enumerate(episodes, start=1)]
        self.fields["episode"].choices = choices  # type: ignore[attr-defined]

    @property
    def episode_key(self) -> uuid.UUID:
        """The chosen dialogue."""
        return uuid.UUID(self.cleaned_data["episode"])


class ReadingStopForm(WagtailAdminModelForm):  # type: ignore[misc]
    """Staff's form of a stop. A new one names its case and dialogue; they stay what they are."""

    case_address = forms.CharField(
        label="事例の番号かアドレス",
        max_length=200,
        help_text="公開中の事例だけを選べます。例：/cases/12/。演習に出してよいか、書いた方に先に確かめます。",
    )
    dialogue = forms.IntegerField(
        label="対話の番号", min_value=1, help_text="事例のページの「対話の記録」で、上から数えた番号です。"
    )

    class Meta:
        model = ReadingStop
        fields = ("title", "scene", "state", "note")
        widgets = {"scene": forms.Textarea(attrs={"rows": 4}), "note": forms.Textarea(attrs={"rows": 2})}

    field_order = ("case_address", "dialogue", "title", "scene", "state", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["case_address"], self.fields["dialogue"]

    def clean_case_address(self) -> Case:
        """The published case that it names."""
        found = _CASE_NUMBER.search(self.cleaned_data["case_address"].strip().partition("?")[0].partition("#")[0])
        case = Case.objects.published().filter(pk=int(found[1])).first() if found else None
        if case is None:
            raise ValidationError("この番号の、公開中の事例は見つかりません。")
        return case

    def clean(self) -> dict[str, Any]:
        """The dialogue that is meant, once for each; who proposed it learns why it is left out."""
        cleaned: dict[str, Any] = super().clean()
        if not self.instance.pk and cleaned.get("case_address") and cleaned.get("dialogue"):
            self._choose(cleaned["case_address"], cleaned["dialogue"])
        if cleaned.get("state") == StopState.HIDDEN and self.instance.is_from_team and not cleaned.get("note"):
            self.add_error("note", "事例を書いた方に伝える理由を書いてください。")
        return cleaned

    def _choose(self, case: Case, number: int) -> None:
        keys = list(case.episodes.order_by("sort_order", "pk").values_list("key", flat=True))
        if number > len(keys):
            self.add_error("dialogue", f"この事例の対話は{len(keys)}つです。")
            return
        self.instance.case, self.instance.episode_key = case, keys[number - 1]
        if ReadingStop.objects.filter(case=case, episode_key=keys[number - 1]).exists():
            self.add_error("dialogue", "この対話は、もう演習の一覧にあります。")


class SheetForm(SiteForm):
    """Who supports, for the president's sheet. It is printed and forgotten: no field is kept anywhere."""

    organisation = LineField(label="機関の名前", max_length=60, required=False)
    supporter = LineField(
        label="担当の名前", max_length=40, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    contact = LineField(
        label="連絡先", max_length=80, required=False, help_text="窓口の電話番号など。",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    company = LineField(
        label="お渡しする相手", max_length=40, required=False, help_text="空けておいて、手で書き入れることもできます。",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
