"""The forms for what becomes of a post: a word of thanks, how it went, and why a topic should be opened again."""

from django import forms

from bansou.forms.base import SiteForm
from bansou.forms.fields import LineField, TextField
from knowhow.models.mark import TRIAL_MAX, TRIAL_MIN
from knowhow.models.reopening import REASON_MAX
from knowhow.models.reply import THANKS_MAX

_TOO_SHORT = {"min_length": "%(limit_value)d文字以上で入力してください（今は%(show_value)d文字です）。"}


class ThanksForm(SiteForm):
    """A word to somebody whose reply helped."""

    thanks = LineField(
        label="お礼のひとこと",
        max_length=THANKS_MAX,
        required=False,
        help_text="返信の下に載り、書いた方へのメールにも入ります。",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class TrialForm(SiteForm):
    """How it went."""

    text = LineField(
        label="やってみて、どうでしたか",
        min_length=TRIAL_MIN,
        max_length=TRIAL_MAX,
        error_messages=_TOO_SHORT,
        help_text="うまくいかなかったことも書けます。会社が分かることは書きません。",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReopeningForm(SiteForm):
    """What somebody wants to go on with."""

    reason = TextField(
        label="続けたいこと",
        min_length=TRIAL_MIN,
        max_length=REASON_MAX,
        rows=3,
        error_messages=_TOO_SHORT,
        help_text="掲示板の案内役に届きます。聞きたいこと、書き足したいことを、短く書いてください。",
    )
