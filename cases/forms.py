"""The supporter's form of a case. A draft may have gaps; what is missing is said on the preview page, not by refusing to save."""

import datetime
import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from bansou.forms.base import SiteForm
from bansou.forms.fields import ImageUploadField, LineField, TextField
from bansou.text.templatetags.bansou_text import month_ja
from cases.limits import EPISODES_AT_MOST, LONG_TEXT, ROW_TEXT, THEMES_AT_MOST
from cases.models import Case, Theme
from cases.vocabularies import (
    AREA_CHOICES,
    DECADES,
    Disclosure,
    EmployeeBand,
    Industry,
    Inquiry,
    Mark,
    Partner,
    Setting,
    Stage,
    SupportFormat,
    Trigger,
    Wall,
)

_EMPTY = [("", "選んでください")]
_MONTH = re.compile(r"(?:(令和|平成|[RrHh])\s*)?(元|\d{1,4})\s*[年./-]\s*(\d{1,2})\s*月?")
_ERAS = {"令和": 2018, "r": 2018, "平成": 1988, "h": 1988}


class MonthField(LineField):
    """A month as people write it: 2024年4月, 2024-04, 2024/4, 令和6年4月, full-width too. Gives the first day of the month or None."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off", "size": "14"}))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """A stored month in words."""
        return month_ja(value) if isinstance(value, datetime.date) else value

    def to_python(self, value: Any) -> Any:
        """The typed month as a date."""
        typed = unicodedata.normalize("NFKC", super().to_python(value))
        if not typed:
            return None
        match = _MONTH.fullmatch(typed)
        if match is None:
            raise ValidationError("「2024年4月」のように、年と月を入力してください。")
        era, year_text, month_text = match.groups()
        year = (1 if year_text == "元" else int(year_text)) + _ERAS.get((era or "").lower(), 0)
        month = int(month_text)
        if not 1 <= month <= 12 or not 1950 <= year <= timezone.localdate().year + 1:
            raise ValidationError("年と月を確かめてください。「2024年4月」のように入力します。")
        return datetime.date(year, month, 1)

    def clean(self, value: Any) -> Any:
        """Lengths do not apply to a date."""
        month = self.to_python(value)
        if month is None and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        return month


class ThemesField(forms.ModelMultipleChoiceField[Theme]):
    """Up to three themes, by slug."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            queryset=Theme.objects.filter(is_active=True),
            to_field_name="slug",
            required=False,
            widget=forms.CheckboxSelectMultiple,
            **kwargs,
        )

    def clean(self, value: Any) -> Any:
        """Not more than three."""
        chosen = super().clean(value)
        if len(chosen) > THEMES_AT_MOST:
            raise ValidationError(f"テーマは{THEMES_AT_MOST}つまで選べます（今は{len(chosen)}つです）。")
        return list(chosen)

    def prepare_value(self, value: Any) -> Any:
        """Slugs, also for Theme rows."""
        if isinstance(value, list | tuple):
            return [getattr(item, "slug", item) for item in value]
        return super().prepare_value(value)


class CaseForm(SiteForm):
    """Fields 1–3, 5–8, 11–13 and 15 of the record, the walls, and a picture. Episodes are a formset beside it."""

    title = LineField(
        label="題名",
        max_length=60,
        help_text="何が変わったかが伝わる題名にします。会社名は入れません。例：「断る注文を、班長と決めるようになった」",
    )
    summary = LineField(
        label="一文で言うと", max_length=120, required=False,
        help_text="「〜だった会社が、〜に気づき、〜するようになった」の形にすると書きやすくなります。",
    )  # fmt: skip
    disclosure = forms.ChoiceField(
        label="公開のしかた", initial=Disclosure.ANONYMOUS, widget=forms.RadioSelect,
        choices=[choice for choice in Disclosure.choices if choice[0] != Disclosure.NAMED],
        help_text="あとから変えられます。実名での公開は、同意を記録する機能とあわせて始めます。",
    )  # fmt: skip
    display_name = LineField(
        label="会社の呼び名",
        max_length=40,
        required=False,
        help_text="「A社」「A社（水産加工）」など。実在の社名や屋号は書きません。",
    )
    industry = forms.ChoiceField(
        label="業種", required=False, choices=_EMPTY + [choice for choice in Industry.choices if choice[0] != Industry.S]
    )
    industry_note = LineField(
        label="業種の説明",
        max_length=30,
        required=False,
        help_text="「水産加工業」「金属部品の加工」など、少しくわしく書けます。",
    )
    area = forms.ChoiceField(
        label="地域", required=False, choices=[*_EMPTY, *AREA_CHOICES],
        help_text="小さな町では、業種と規模だけで会社が分かることがあります。迷ったら地方ブロックにします。",
    )  # fmt: skip
    employee_band = forms.ChoiceField(label="従業員規模", required=False, choices=_EMPTY + EmployeeBand.choices)
    founded_decade = forms.TypedChoiceField(
        label="創業年代",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "示さない"), *((str(value), label) for value, label in DECADES)],
    )
    support_started = MonthField(
        label="支援を始めた月", required=False, help_text="「2024年4月」「令和6年4月」のように書きます。"
    )
    support_ended = MonthField(label="支援を終えた月", required=False, help_text="続いているときは、空のままにします。")
    meetings_count = forms.IntegerField(
        label="面談の回数", required=False, min_value=1, max_value=999, widget=forms.TextInput(attrs={"inputmode": "numeric", "size": "5"}),
        error_messages={"invalid": "数字で入力してください。", "min_value": "1以上の数を入力してください。", "max_value": "999以下の数を入力してください。"},
    )  # fmt: skip
    support_format = forms.ChoiceField(label="支援の形", required=False, choices=_EMPTY + SupportFormat.choices)
    trigger = forms.ChoiceField(label="支援のきっかけ", required=False, choices=_EMPTY + Trigger.choices)
    first_request = TextField(
        label="当初の相談",
        max_length=LONG_TEXT,
        required=False,
        rows=4,
        help_text="最初に何を頼まれましたか。経営者の言葉のまま、数行でかまいません。",
    )
    first_themes = ThemesField(label="当初の相談のテーマ", help_text="3つまで。")
    situation_before = TextField(
        label="支援前の状況", max_length=LONG_TEXT, required=False, rows=10,
        help_text="事業のこと、人のこと、数字の傾向、経営者の思い。見えたこと、気になったこと、言えなかったことも書けます。",
    )  # fmt: skip
    walls = forms.MultipleChoiceField(
        label="立ちはだかった壁", required=False, choices=Wall.choices, widget=forms.CheckboxSelectMultiple,
        help_text="自己変革を妨げる五つの壁のうち、あてはまるものを選びます。",
    )  # fmt: skip
    real_issue = TextField(
        label="本質的な課題",
        max_length=LONG_TEXT,
        required=False,
        rows=6,
        help_text="対話を重ねて見えてきた課題です。経営者自身の言葉があれば、そのまま書きます。",
    )
    real_themes = ThemesField(label="本質的な課題のテーマ", help_text="3つまで。当初の相談と違っていてかまいません。")
    picture_upload = ImageUploadField(
        label="写真",
        required=False,
        help_text="JPEG、PNG、WebP。10MBまで。撮影した場所や日時の情報は、自動で取り除きます。人の顔や看板が写っていないかを確かめてください。",
    )
    picture_alt = LineField(
        label="写真の説明", max_length=200, required=False, help_text="写真が見えない方に、何が写っているかを伝える文です。"
    )
    picture_remove = forms.BooleanField(label="いまの写真を外す", required=False)
    based_on = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, has_picture: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.has_picture = has_picture
        if not has_picture:
            del self.fields["picture_remove"]

    def clean(self) -> dict[str, Any]:
        """Months in order; a picture has words."""
        cleaned: dict[str, Any] = super().clean() or {}
        started, ended = cleaned.get("support_started"), cleaned.get("support_ended")
        if started and ended and ended < started:
            self.add_error("support_ended", "支援を終えた月が、始めた月より前になっています。")
        if ended and not started:
            self.add_error("support_started", "支援を始めた月も入力してください。")
        keeps = self.has_picture and not cleaned.get("picture_remove")
        if (cleaned.get("picture_upload") or keeps) and not cleaned.get("picture_alt") and "picture_alt" not in self.errors:
            self.add_error("picture_alt", "写真を載せるときは、写真の説明を入力してください。")
        return cleaned

    def wall_rows(self) -> list[dict[str, Any]]:
        """The chosen walls as rows for the actions."""
        return [{"wall": wall} for wall in self.cleaned_data["walls"]]

    @staticmethod
    def values_of(case: Case) -> dict[str, Any]:
        """What the form shows for a version of a case."""
        names = [name for name in CaseForm.base_fields if hasattr(case, name)]
        return {
            **{name: getattr(case, name) for name in names},
            "walls": [row.wall for row in case.walls.all()],
            "first_themes": list(case.first_themes.all()),
            "real_themes": list(case.real_themes.all()),
            "based_on": case.latest_revision_id,
        }


class EpisodeForm(forms.Form):
    """One dialogue. Only the question is needed; a row without anything typed is left out."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    timing = LineField(label="時期", max_length=40, required=False, help_text="「第3回」「4か月目」のように。日付は書きません。")
    stage = forms.ChoiceField(label="段階", required=False, choices=_EMPTY + Stage.choices)
    partner = forms.ChoiceField(label="話した相手", required=False, choices=Partner.choices, initial=Partner.PRESIDENT)
    setting = forms.ChoiceField(label="場", required=False, choices=_EMPTY + Setting.choices)
    aim = LineField(label="ねらい", max_length=200, required=False)
    question = TextField(
        label="問いかけ・関わり",
        max_length=ROW_TEXT,
        required=False,
        rows=3,
        help_text="あなたが実際に言ったこと、したこと。うまくいかなかったものも。",
    )
    inquiry = forms.ChoiceField(label="問いかけの種類", required=False, choices=[("", "分からない・選ばない"), *Inquiry.choices])
    reaction = TextField(
        label="相手の反応", max_length=ROW_TEXT, required=False, rows=3, help_text="言葉だけでなく、沈黙や表情も。"
    )
    change = TextField(label="起きた変化", max_length=ROW_TEXT, required=False, rows=3)
    mark = forms.ChoiceField(label="しるし", required=False, choices=[("", "なし"), *Mark.choices])

    use_required_attribute = False
    #: What makes a row count as filled in; the choices have a value from the start.
    TYPED = ("timing", "aim", "question", "reaction", "change")

    def clean(self) -> dict[str, Any]:
        """Where something was typed, the question is needed."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.is_blank and not cleaned.get("question") and "question" not in self.errors:
            self.add_error("question", "「問いかけ・関わり」を入力してください。")
        return cleaned

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed in the row."""
        return not any(self.cleaned_data.get(name) or name in self.errors for name in self.TYPED)


class EpisodeFormSetBase(forms.BaseFormSet[EpisodeForm]):
    """The rows in the order that the person gave them."""

    def rows(self) -> list[dict[str, Any]]:
        """The filled rows as values for the actions; removed and empty ones left out."""
        kept = [
            form for form in self.forms
            if form.cleaned_data and not form.cleaned_data.get("DELETE") and not form.is_blank
        ]  # fmt: skip
        kept.sort(key=lambda form: (form.cleaned_data.get("ORDER") is None, form.cleaned_data.get("ORDER") or 0))
        names = list(EpisodeForm.base_fields)
        return [{name: form.cleaned_data.get(name) for name in names} for form in kept]

    @staticmethod
    def values_of(case: Case) -> list[dict[str, Any]]:
        """What the formset shows for a version of a case."""
        names = list(EpisodeForm.base_fields)
        return [{name: getattr(episode, name) for name in names} for episode in case.episodes.all()]


#: Three empty rows without JavaScript; the script adds more.
EpisodeFormSet = forms.formset_factory(
    EpisodeForm, formset=EpisodeFormSetBase, extra=3, can_order=True, can_delete=True,
    max_num=EPISODES_AT_MOST, validate_max=True, absolute_max=EPISODES_AT_MOST + 10,
)  # fmt: skip


class WithdrawForm(SiteForm):
    """Why a case is taken out of sight."""

    reason = LineField(
        label="公開をやめる理由", max_length=200, help_text="運営の記録に残ります。会社の名前は書かないでください。"
    )
