"""What the team says to the remarks of a reviewer, in the form of the step where the remarks stand."""

from typing import Any

from django import forms

from bansou.forms.fields import TextField
from bansou.forms.unchecked import Checkable
from cases.models import FieldComment


class AnswerForm(Checkable, forms.Form):
    """The answer to one remark: a tick, words, or both."""

    use_required_attribute = False

    settled = forms.BooleanField(label="直しました", required=False)
    text = TextField(label="審査担当への返事", max_length=FieldComment.TEXT_AT_MOST, required=False, rows=2)

    def __init__(self, comment: FieldComment, *args: Any, **kwargs: Any) -> None:
        self.comment = comment
        told = {"settled": comment.is_settled, "text": comment.answer}
        super().__init__(*args, prefix=f"answer-{comment.pk}", initial=told, **kwargs)
        # Several stand on one page: each says to what it answers.
        for field in self.fields.values():
            field.label = f"{field.label}（{comment.label}）"

    @property
    def told(self) -> tuple[str, bool]:
        """The words, and whether it is settled."""
        return self.cleaned_data["text"], self.cleaned_data["settled"]
