"""The forms of staff: an announcement, when it is sent, and why it is stopped."""

from typing import Any

from django import forms
from django.utils import timezone

from accounts.prefectures import Block
from bansou.announcements.circles import Circle
from bansou.announcements.models import TEXT_MAX, TITLE_MAX, Announcement
from bansou.forms.base import SiteForm
from bansou.forms.fields import LineField, TextField


class MomentField(forms.DateTimeField):
    """A day and a time of the site, to the minute."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def clean(self, value: Any) -> Any:
        """Only what is still to come."""
        moment = super().clean(value)
        if moment is not None and moment <= timezone.now():
            raise forms.ValidationError("これからの日時を入力してください。")
        return moment


class AnnouncementForm(SiteForm):
    """What is announced, to whom, and where it shows."""

    title = LineField(
        label="題名",
        max_length=TITLE_MAX,
        help_text="メールの件名とページの題名になります。何のことかが、題名だけで分かるようにします。",
    )
    text = TextField(
        label="本文", max_length=TEXT_MAX, rows=14,
        help_text="メールにも同じ文が載ります。「■」で始まる行は見出し、「・」で始まる行は箇条書きになります。アドレスは一行に一つ書きます。",
    )  # fmt: skip
    circle = forms.ChoiceField(label="宛先", choices=Circle.choices, widget=forms.RadioSelect)
    blocks = forms.MultipleChoiceField(
        label="地域", choices=Block.choices, required=False, widget=forms.CheckboxSelectMultiple,
        help_text="選ばなければ、全国です。選ぶと、所属する支援機関がその地域にある方だけに届きます。",
    )  # fmt: skip
    by_mail = forms.BooleanField(
        label="メールでも送る", required=False, initial=True,
        help_text="外すと、サイトのお知らせだけになります。メールを受け取らないと決めた方には、どちらの場合もメールを送りません。",
    )  # fmt: skip
    banner_until = MomentField(
        label="ページの上に出す期限",
        required=False,
        help_text="この日時まで、宛先の方が開くすべてのページの上に、題名を出します。空なら出しません。",
    )
    for_visitors = forms.BooleanField(
        label="登録していない方にも見せる",
        required=False,
        help_text="お知らせのページと、ページの上の題名を、どなたにも見せます。",
    )

    def clean(self) -> dict[str, Any]:
        """Visitors are in no circle and in no region."""
        words: dict[str, Any] = super().clean() or {}
        if words.get("for_visitors") and (words.get("circle") != Circle.EVERYBODY or words.get("blocks")):
            self.add_error(
                "for_visitors", "登録していない方にも見せるときは、宛先を「登録した方すべて」にして、地域を選ばないでください。"
            )
        return words

    @property
    def answers(self) -> dict[str, Any]:
        """What `write_announcement` takes."""
        names = ("title", "text", "circle", "blocks", "by_mail", "banner_until", "for_visitors")
        return {name: self.cleaned_data[name] for name in names}

    @staticmethod
    def initial_of(announcement: Announcement) -> dict[str, Any]:
        """The fields as they are."""
        names = ("title", "text", "circle", "blocks", "by_mail", "banner_until", "for_visitors")
        return {name: getattr(announcement, name) for name in names}


class PlanForm(SiteForm):
    """When it leaves."""

    at = MomentField(label="送る日時", required=False, help_text="空にすると、すぐに送り始めます。")


class StopForm(SiteForm):
    """Why it is stopped."""

    reason = LineField(label="止める理由", min_length=5, max_length=200, help_text="運営の記録に残ります。")
