"""The forms of order: a report, its receipt number, an answer, and staff's decision with its reason."""

import re
from typing import Any

from django import forms
from django.db.models import Model

from bansou.forms.base import SiteForm
from bansou.forms.fields import LineField, TextField
from bansou.forms.people import PersonFormMixin
from bansou.moderation.actions.reporting import DONE, KEEP
from bansou.moderation.models import Origin, Reason, ReasonUse, Report
from bansou.moderation.models.report import ANSWER_MAX, TEXT_MAX
from bansou.moderation.reportables import reportable_of

#: Characters of a reason, as it stands in letters and in the record.
REASON_MIN, REASON_MAX = 5, 200


class ReportForm(PersonFormMixin, SiteForm):
    """What somebody tells staff about a post, a case or a page."""

    address = LineField(
        label="どのページのことですか",
        max_length=300,
        required=False,
        help_text="ページのアドレスを貼り付けるか、題名を書いてください。",
    )
    reason = forms.ModelChoiceField(
        queryset=Reason.objects.none(), label="どんなことですか", empty_label=None, widget=forms.RadioSelect
    )
    text = TextField(
        label="くわしく", max_length=TEXT_MAX, required=False, rows=4,
        help_text="どこが、どう気になりましたか。会社や人の名前は、ここには書かなくてかまいません。",
    )  # fmt: skip

    def __init__(self, *args: Any, target: Model | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reasons = self.fields["reason"]
        assert isinstance(reasons, forms.ModelChoiceField)
        reasons.queryset = Reason.objects.offered(ReasonUse.REPORT)
        if target is not None:
            del self.fields["address"]
        else:
            self.fields["address"].required = True


class ReceiptForm(forms.Form):
    """A receipt number, as it is typed: with or without hyphens, small letters, full-width."""

    number = LineField(label="受付番号", max_length=20, help_text="通報したときの画面にある番号です。例：7K3M-92QF-AB")

    def clean_number(self) -> str:
        """As it is stored."""
        typed = re.sub(r"[^0-9A-Z]", "", str(self.cleaned_data["number"]).upper())
        return f"{typed[:4]}-{typed[4:8]}-{typed[8:]}"


class AnswerForm(SiteForm):
    """What somebody answers to a decision about what is his."""

    text = TextField(label="お返事", max_length=TEXT_MAX, min_length=5, rows=5, help_text="事務局だけが読みます。")


class DecisionForm(SiteForm):
    """Why staff decide something: one of the reasons that are kept, words of one's own, or both."""

    canned = forms.ModelChoiceField(
        queryset=Reason.objects.none(),
        label="理由",
        required=False,
        empty_label="選ばずに書く",
        help_text="「通報と判断の理由」で変えられます。",
    )
    words = LineField(
        label="書きそえる言葉", required=False, max_length=REASON_MAX - 10,
        help_text="書いた方への連絡と、運営の記録に、選んだ理由につづけて、そのまま載ります。",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        canned = self.fields["canned"]
        assert isinstance(canned, forms.ModelChoiceField)
        canned.queryset = Reason.objects.offered(ReasonUse.DECISION)

    def clean(self) -> dict[str, Any]:
        """With `reason`, the sentence that the author reads."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        reason = self.reason_of(cleaned)
        if len(reason) < REASON_MIN and "words" not in self.errors:
            self.add_error("words", f"理由を選ぶか、{REASON_MIN}文字以上で書いてください。")
        elif len(reason) > REASON_MAX:
            self.add_error("words", f"選んだ理由とあわせて{REASON_MAX}文字までです（今は{len(reason)}文字です）。")
        return cleaned | {"reason": reason}

    @staticmethod
    def reason_of(cleaned: dict[str, Any]) -> str:
        """The chosen reason's explanation, and the words after it."""
        canned: Reason | None = cleaned.get("canned")
        return f"{(canned.explanation or canned.words) if canned else ''}{cleaned.get('words', '')}"


class DeskForm(DecisionForm):
    """What staff do about an entry of the queue, why, and what whoever sent it reads."""

    act = forms.ChoiceField(label="どうしますか", widget=forms.RadioSelect)
    answer = LineField(
        label="送った方への返事",
        required=False,
        max_length=ANSWER_MAX,
        help_text="受付番号で調べたときや、連絡のページに載ります。空のままでもかまいません。",
    )
    field_order = ("act", "canned", "words", "answer")

    def __init__(self, *args: Any, report: Report, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        target = report.target
        entry = reportable_of(target) if target is not None else None
        acts = entry.acts(target) if entry else {}
        choices = [(name, words) for name, (words, _) in acts.items()]
        if "release" not in acts:
            choices.append((KEEP, "そのままにする"))
        choices.append((DONE, "ほかの画面で対応した（移動、統合、投稿の停止など）"))
        chosen = self.fields["act"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = choices
        self.fields["answer"].required = report.origin == Origin.ANSWER
