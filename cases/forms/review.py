"""The form of the review desk: keywords, the reason of a return, and a remark at any field, all in one."""

from typing import Any

from django import forms
from wagtail.admin.forms import WagtailAdminModelForm

from bansou.forms.fields import TextField
from cases.actions import previous_version
from cases.comparison import Row, compare
from cases.models import CannedReason, FieldComment

#: What the author reads about the whole where everything is said at the fields.
SEE_FIELDS = "項目ごとのコメントをご覧ください。"


class DeskForm(WagtailAdminModelForm):  # type: ignore[misc]
    """`instance` is the version under review. Which button was pressed is `decide` in the data."""

    reasons = forms.ModelMultipleChoiceField(
        label="文例から選ぶ",
        queryset=CannedReason.objects.filter(is_active=True),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    comment = TextField(
        label="全体へのコメント",
        max_length=2000,
        required=False,
        rows=5,
        help_text="書いた方にそのまま届きます。良かった点を一つ、直してほしい箇所と理由、どう直すとよいかの順に書くと、伝わりやすくなります。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.before = previous_version(self.instance) if self.instance.pk else None
        self.rows: list[Row] = compare(self.instance, self.before.as_object() if self.before else None)
        for row in self.rows:
            self.fields[f"note:{row.place}"] = TextField(
                label=f"「{row.label}」へのコメント", max_length=FieldComment.TEXT_AT_MOST, required=False, rows=3
            )

    def clean(self) -> dict[str, Any]:
        """A return says why; what was written for one is not thrown away by another button."""
        cleaned: dict[str, Any] = super().clean() or {}
        decide = self.data.get("decide")
        if decide == "return" and not self.whole_comment and not self.errors:
            self.add_error("comment", "差し戻す理由を書くか、文例を選ぶか、項目にコメントを書いてください。")
        if decide == "approve" and (self.notes or cleaned.get("comment")):
            self.add_error(
                "comment", "コメントは、差し戻すときに書いた方へ届きます。差し戻すか、コメントを消してから進めてください。"
            )
        return cleaned

    @property
    def notes(self) -> dict[str, str]:
        """The remarks by place."""
        typed = {row.place: self.cleaned_data.get(f"note:{row.place}", "") for row in self.rows}
        return {place: text for place, text in typed.items() if text}

    @property
    def labels(self) -> dict[str, str]:
        """What each place is called."""
        return {row.place: row.label for row in self.rows}

    @property
    def whole_comment(self) -> str:
        """What the author reads about the whole: what was typed, then the reasons that were ticked."""
        said = [self.cleaned_data.get("comment", ""), *(reason.text for reason in self.cleaned_data.get("reasons") or ())]
        return "\n\n".join(text for text in said if text) or (SEE_FIELDS if self.notes else "")

    @property
    def opened_step(self) -> int | None:
        """The number of the task state that the page showed."""
        number = self.data.get("opened_step", "")
        return int(number) if number.isdecimal() and len(number) < 19 else None

    @property
    def typed_words(self) -> list[tuple[str, str]]:
        """What the reviewer wrote, by label: a redirect would lose it, and a page on which he may not write shows it all the same."""
        labels = {"comment": str(self.fields["comment"].label)} | {f"note:{place}": label for place, label in self.labels.items()}
        typed = [(label, self.data.get(name, "").strip()) for name, label in labels.items()]
        return [(label, text) for label, text in typed if text]
