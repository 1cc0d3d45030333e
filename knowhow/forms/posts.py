"""The forms with which people write, edit and hide posts."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms.models import ModelChoiceIterator

from bansou.forms.base import SiteForm
from bansou.forms.fields import ImageUploadField, LineField, TextField
from bansou.forms.unchecked import Checkable
from cases.models import Keyword
from knowhow.forms.keywords import KeywordsField
from knowhow.light_forms import LIGHT_FORMS, light_form
from knowhow.models import Board, BoardGroup
from knowhow.models.history import EDIT_REASON_MAX
from knowhow.models.pictures import ALT_MAX, ALT_MIN
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


class _BoardsInGroups(ModelChoiceIterator):  # type: ignore[type-arg]
    """The boards under the names of their groups."""

    def __iter__(self) -> Iterator[Any]:
        yield "", self.field.empty_label
        boards = list(self.queryset)
        for group in BoardGroup:
            if found := [self.choice(board) for board in boards if board.group == group]:
                yield group.label, found


class BoardField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A board, with who reads what is written on it."""

    iterator = _BoardsInGroups

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
    kind = forms.ChoiceField(label="種類", choices=[(kind, kind) for kind in LIGHT_FORMS], widget=forms.HiddenInput)
    title = _title_field()
    body = _body_field()
    keywords = KeywordsField()

    def __init__(self, *args: Any, boards: QuerySet[Board], keywords: QuerySet[Keyword] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if keywords is None:
            del self.fields["keywords"]
        else:
            self.fields["keywords"].queryset = keywords  # type: ignore[attr-defined]
        board = self.fields["board"]
        assert isinstance(board, BoardField)
        board.queryset = boards
        self.fields["title"].help_text = light_form(self["kind"].value()).title_help


class ReplyForm(WritingForm):
    """A reply."""

    body = _body_field("返信", rows=7)


class EditForm(WritingForm):
    """Carries the version that it began with."""

    edit_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = LineField(
        label="修正の理由",
        max_length=EDIT_REASON_MAX,
        required=False,
        help_text="修正の履歴に載ります。例：「数字の誤りを直しました」",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    hide_earlier = forms.BooleanField(
        label="前の文章は、履歴に見せない",
        required=False,
        help_text="会社や人が分かる言葉を消したときに選びます。前の文章は、あなたと事務局だけが読めます。",
    )

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


class PictureForm(SiteForm):
    """A picture for the text beside it."""

    picture = ImageUploadField(label="写真", help_text="JPEG、PNG、WebP。10MBまで。撮影した場所などの情報は取り除きます。")
    picture_alt = LineField(
        label="写真の説明",
        min_length=ALT_MIN,
        max_length=ALT_MAX,
        error_messages=_TOO_SHORT,
        help_text="写真が見えない人にも伝わるように、写っているものを書きます。例：「付せんを貼った白板」",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class ReasonForm(SiteForm):
    """Why staff hide a post or show it again."""

    reason = LineField(
        label="理由",
        min_length=5,
        max_length=200,
        error_messages=_TOO_SHORT,
        help_text="書いた人へのメールと、運営の記録に、そのまま載ります。",
    )
