"""The form of the explainer that everybody may send."""

from django import forms

from bansou.explainer.models import REASON_MAX
from bansou.forms.base import SiteForm
from bansou.forms.fields import TextField
from bansou.forms.people import PersonFormMixin

YES, NO = "yes", "no"


class PageAnswerForm(PersonFormMixin, SiteForm):
    """Whether a page helped, and why."""

    slow_without_work = True

    helpful = forms.ChoiceField(
        label="このページは役に立ちましたか", choices=[(YES, "はい"), (NO, "いいえ")], widget=forms.RadioSelect
    )
    reason = TextField(
        label="よろしければ、理由を教えてください", max_length=REASON_MAX, required=False, rows=4,
        help_text="何が分かったか、何が足りなかったか。ご自分やほかの方のお名前、会社が分かることは書かないでください。",
    )  # fmt: skip

    @property
    def is_helpful(self) -> bool:
        """Whether the reader said yes; of a valid form."""
        return bool(self.cleaned_data["helpful"] == YES)
