"""The forms with which staff arrange topics."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from bansou.forms.fields import LineField
from bansou.moderation.forms import DecisionForm
from knowhow.forms.posts import BoardField, _title_field
from knowhow.models import Board, Lock, Topic

_PART = re.compile(r"(\d{1,5})(?:-(\d{1,5}))?")
#: Replies that are split off at once.
_SPLIT_MAX = 500


class LockForm(DecisionForm):
    """Stop replies, for now or for good, or take them again."""

    lock = forms.ChoiceField(
        label="返信の受け付け", choices=[(Lock.PAUSED, "しばらく止める"), (Lock.CLOSED, "受け付けを終える"), ("open", "受け付ける")],
        widget=forms.RadioSelect,
    )  # fmt: skip
    field_order = ("lock", "canned", "words")


class MoveForm(DecisionForm):
    """To another board."""

    board = BoardField(queryset=Board.objects.none(), label="移す先の掲示板", empty_label="選んでください")
    field_order = ("board", "canned", "words")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        board = self.fields["board"]
        assert isinstance(board, BoardField)
        board.queryset = Board.objects.all()


class MergeForm(DecisionForm):
    """Into another topic, named by its address or number."""

    into = LineField(label="統合する先の話題", help_text="話題のアドレスか番号を入れます。例：/knowhow/topics/12/")
    field_order = ("into", "canned", "words")

    def clean_into(self) -> Topic:
        """The topic."""
        numbers = re.findall(r"\d{1,18}", str(self.cleaned_data["into"]).split("?", maxsplit=1)[0])
        found = Topic.objects.filter(pk=int(numbers[-1]), merged_into=None).first() if numbers else None
        if found is None:
            raise ValidationError("この話題は見つかりません。アドレスを確かめてください。")
        return found


class SplitForm(DecisionForm):
    """Some replies as a topic of their own."""

    title = _title_field()
    replies = LineField(
        label="分ける返信の番号", help_text="話題のページに出ている番号です。例：3, 5-8。一つ目が、新しい話題の本文になります。"
    )
    field_order = ("title", "replies", "canned", "words")

    def clean_replies(self) -> list[int]:
        """The numbers, each once, in order."""
        numbers: set[int] = set()
        for part in re.split(r"[,、，\s]+", str(self.cleaned_data["replies"]).strip(", 、")):
            match = _PART.fullmatch(part)
            first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
            if not 0 < first <= last or last - first >= _SPLIT_MAX:
                raise ValidationError("番号を、「3, 5-8」のように書いてください。")
            numbers.update(range(first, last + 1))
        if len(numbers) > _SPLIT_MAX:
            raise ValidationError(f"一度に分けられるのは{_SPLIT_MAX}件までです。")
        return sorted(numbers)
