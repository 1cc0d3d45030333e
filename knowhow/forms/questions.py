"""The forms of the question bank: proposing a card, telling how it went, and staff's form of a card."""

from typing import Any

from django import forms
from wagtail.admin.forms.models import WagtailAdminModelForm

from bansou.forms.base import SiteForm
from bansou.forms.fields import LineField
from cases.models import QuestionCard
from cases.models.question import QUESTION_MAX, REMARK_MAX
from cases.vocabularies import CardState, Inquiry, Partner, Stage, Wall
from knowhow.models.question import REPORT_MAX

#: What each kind of inquiry does, for somebody who chooses one.
INQUIRY_HINTS: dict[str, str] = {
    Inquiry.PURE: "相手の話に、方向を付けずに耳を傾ける",
    Inquiry.DIAGNOSTIC: "訳や気持ち、していることに目を向けてもらう",
    Inquiry.CONFRONTIVE: "自分の見方を差し出し、どう見えるかを尋ねる",
    Inquiry.PROCESS: "いまここでの、二人のやり取りそのものを話す",
}


def _line(label: str, *, rows: int = 2, limit: int = REMARK_MAX, required: bool = False, help_text: str = "") -> LineField:
    """One line that may be long: a box of a few lines."""
    return LineField(
        label=label, max_length=limit, required=required, help_text=help_text, widget=forms.Textarea(attrs={"rows": rows})
    )


class QuestionForm(SiteForm):
    """A card that somebody proposes."""

    question = _line(
        "問いかけ", limit=QUESTION_MAX, required=True,
        help_text="相手に言う言葉のまま書きます。「」は付けません。会社や人が分かる言葉は、言いかえてください。",
    )  # fmt: skip
    inquiry = forms.ChoiceField(
        label="問いかけの種類", choices=[(code, f"{words}：{INQUIRY_HINTS[code]}") for code, words in Inquiry.choices],
        widget=forms.RadioSelect,
    )  # fmt: skip
    walls = forms.MultipleChoiceField(
        label="どの壁の前で", choices=Wall.choices, widget=forms.CheckboxSelectMultiple, help_text="いくつでも選べます。"
    )
    stage = forms.ChoiceField(label="段階", choices=[("", "選んでください"), *Stage.choices])
    partner = forms.ChoiceField(label="相手", choices=Partner.choices, initial=Partner.PRESIDENT)
    aim = _line("ねらい", required=True, help_text="何のために尋ねますか。例：「社長の時間の使い方を、よしあしを言わずに知る」")
    reaction = _line("よくある反応", help_text="沈黙や表情、はぐらかしも。")
    not_when = _line("使わないほうがよいとき", help_text="うまくいかなかった経験があれば、それを。")

    def clean_question(self) -> str:
        """Pages put the brackets around it, and no 。 stands before a closing one."""
        return str(self.cleaned_data["question"]).removeprefix("「").removesuffix("」").removesuffix("。")


class ReportForm(SiteForm):
    """How it went."""

    text = _line(
        "使ってみて、どうでしたか", limit=REPORT_MAX, required=True,
        help_text="一、二行で。うまくいかなかったことも助けになります。会社や人が分かることは書きません。",
    )  # fmt: skip


class QuestionCardForm(WagtailAdminModelForm):  # type: ignore[misc]
    """Staff's form of a card, with its state."""

    question = forms.CharField(label="問いかけ", max_length=QUESTION_MAX, widget=forms.Textarea(attrs={"rows": 2}))
    walls = forms.MultipleChoiceField(label="壁", choices=Wall.choices, widget=forms.CheckboxSelectMultiple)
    aim = forms.CharField(label="ねらい", max_length=REMARK_MAX, widget=forms.Textarea(attrs={"rows": 2}))

    class Meta:
        model = QuestionCard
        fields = ("question", "inquiry", "walls", "stage", "partner", "aim", "reaction", "not_when", "state", "note")
        widgets = {name: forms.Textarea(attrs={"rows": 2}) for name in ("reaction", "not_when", "note")}

    def clean(self) -> dict[str, Any]:
        """Who proposed a card learns why it is not in the bank."""
        cleaned: dict[str, Any] = super().clean()
        if cleaned.get("state") == CardState.HIDDEN and self.instance.author_id and not cleaned.get("note"):
            self.add_error("note", "提案した方に伝える理由を書いてください。")
        return cleaned
