"""The forms about the time after the support: the team's two minutes, and staff's answer."""

import datetime
from typing import Any

from django import forms
from django.utils.dateparse import parse_datetime

from bansou.forms.base import SiteForm
from bansou.forms.fields import LineField, TextField
from cases.limits import FOLLOW_UP_TEXT
from cases.models import FollowUp
from cases.vocabularies import SelfRunning

#: The states as somebody recognises them a few months later; the words before the colon are those of the page.
_HOW_IT_IS: dict[str, str] = {
    SelfRunning.RUNNING: "会社だけで考え、動いています",
    SelfRunning.SIGNS: "自分たちで決めて動くことが増えました",
    SelfRunning.ACTING: "相談を受けながら、取組が続いています",
    SelfRunning.ISSUE_SET: "課題は見えていますが、まだ動いていません",
    SelfRunning.SUPPORTED: "いまも定期的に会っています",
    SelfRunning.SUPPORTED_AGAIN: "もう一度、支援を始めました",
    SelfRunning.BROKEN_OFF: "取組が止まっている、または連絡がありません",
}


class MomentField(forms.Field):
    """A moment that the page carries from one request to the next, exact to the microsecond; None for nothing and for nonsense."""

    widget = forms.HiddenInput

    def prepare_value(self, value: Any) -> Any:
        """A stored moment as text."""
        return value.isoformat() if isinstance(value, datetime.datetime) else value

    def to_python(self, value: Any) -> datetime.datetime | None:
        """The text as a moment."""
        try:
            return parse_datetime(str(value or ""))
        except ValueError:
            return None


class FollowUpForm(SiteForm):
    """How the company is now. A draft may have gaps; `sends`: the answer goes to staff, so both are needed."""

    self_running = forms.ChoiceField(
        label="いまの会社に、いちばん近いもの",
        widget=forms.RadioSelect,
        choices=[(state, f"{SelfRunning(state).label}：{words}") for state, words in _HOW_IT_IS.items()],
        help_text="止まったことも、元に戻ったことも、大切な記録です。ありのままを選んでください。",
    )
    text = TextField(
        label="いまのようすを、数行で",
        max_length=FOLLOW_UP_TEXT,
        rows=7,
        help_text="最近、社長や社員の方から聞いたこと、見たことを一つ書いてみてください。会社や人の名前は書きません。<br>"
        "例：「朝の打ち合わせは週一回になったが、続いている。先月は、班長が断る注文を自分で決めたと聞いた」<br>"
        "例：「年明けから連絡がない。最後の面談で、計画の話を急ぎすぎたのかもしれない」",
    )
    based_on = MomentField(required=False)

    def __init__(self, *args: Any, sends: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("self_running", "text"):
            self.fields[name].required = sends

    @staticmethod
    def values_of(follow_up: FollowUp) -> dict[str, Any]:
        """What the form shows for an answer."""
        return {
            "self_running": follow_up.draft_self_running,
            "text": follow_up.draft_text,
            "based_on": follow_up.edited_at,
        }


class FollowUpReturnForm(forms.Form):
    """What to say when an answer goes back."""

    comment = TextField(
        label="差し戻す理由（書いた方にそのまま届きます）",
        max_length=FOLLOW_UP_TEXT,
        rows=4,
        help_text="書いてくださったことへのお礼を一言、直してほしい箇所と理由の順に書くと、伝わりやすくなります。",
        error_messages={"required": "差し戻す理由を書いてください。"},
    )


class FollowUpWithdrawForm(forms.Form):
    """Why a published answer is taken out of sight."""

    reason = LineField(
        label="公開をやめる理由（書いた方に届き、運営の記録に残ります）",
        max_length=200,
        error_messages={"required": "公開をやめる理由を書いてください。"},
    )
