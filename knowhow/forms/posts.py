"""The forms with which people write, edit and hide posts."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from bansou.forms.base import SiteForm
from bansou.forms.fields import LineField, TextField
from bansou.forms.unchecked import Checkable
from knowhow.models import Board, TopicKind
from knowhow.models.post import BODY_MAX, BODY_MIN
from knowhow.models.topic import TITLE_MAX, TITLE_MIN

_TOO_SHORT = {"min_length": "%(limit_value)d文字以上で入力してください（今は%(show_value)d文字です）。"}
_BODY_HELP = "行のはじめの「■」は見出し、「・」は箇条書き、「＞」は引用になります。**太字**も使えます。"


def _title_field() -> LineField:
    return LineField(
        label="題名",
        min_length=TITLE_MIN,
        max_length=TITLE_MAX,
        error_messages=_TOO_SHORT,
        help_text="読む人が、自分に関わる話かどうか分かるように書きます。",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def _body_field(label: str = "本文", *, rows: int = 12) -> TextField:
    return TextField(
        label=label, min_length=BODY_MIN, max_length=BODY_MAX, rows=rows, error_messages=_TOO_SHORT, help_text=_BODY_HELP
    )


class BoardField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A board, with who reads what is written on it."""

    def label_from_instance(self, obj: Board) -> str:
        """Its name and its readers."""
        return f"{obj.name}（{obj.reader_label}）"


class WritingForm(Checkable, SiteForm):
    """A form for a post: its text is kept while it is typed."""


class TopicForm(WritingForm):
    """A new topic."""

    board = BoardField(
        queryset=Board.objects.none(), to_field_name="slug", label="掲示板", empty_label="選んでください", blank=False
    )
    kind = forms.ChoiceField(label="種類", choices=TopicKind.choices, widget=forms.RadioSelect, initial=TopicKind.QUESTION)
    title = _title_field()
    body = _body_field()

    def __init__(self, *args: Any, boards: QuerySet[Board], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        board = self.fields["board"]
        assert isinstance(board, BoardField)
        board.queryset = boards


class ReplyForm(WritingForm):
    """A reply."""

    body = _body_field("返信", rows=7)


class EditForm(WritingForm):
    """Carries the version that it began with."""

    edit_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean_edit_version(self) -> int:
        """The version, 0 where it is missing: that is nobody's, so the answer is the page with both texts."""
        return self.cleaned_data["edit_version"] or 0


class TopicEditForm(EditForm):
    """A new title and text of a topic."""

    title = _title_field()
    body = _body_field()


class ReplyEditForm(EditForm):
    """A new text of a reply."""

    body = _body_field("返信")


class ReasonForm(SiteForm):
    """Why staff hide a post or show it again."""

    reason = LineField(
        label="理由",
        min_length=5,
        max_length=200,
        error_messages=_TOO_SHORT,
        help_text="書いた人へのメールと、運営の記録に、そのまま載ります。",
    )
