"""What a person tells about himself."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.actions.profiles import ProfileTexts
from accounts.experience_fields import ExperienceField
from accounts.models import Profile, User
from accounts.models.profile import QUALIFICATIONS_MAX, READING_MAX, WORDS_MAX
from accounts.prefectures import Prefecture
from accounts.shown_organisation import OrganisationShown
from bansou.forms.base import SiteForm
from bansou.forms.fields import ImageUploadField, LineField, TextField

_KANA = re.compile(r"[ぁ-ゖァ-ヺー・ 　]*")


def _check_kana(text: str) -> None:
    if not _KANA.fullmatch(text):
        raise ValidationError("よみがなは、ひらがなかカタカナで入力してください。")


class ProfileForm(SiteForm):
    """All of the profile on one page; only the name and how the organisation is shown are needed."""

    display_name = LineField(
        label="表示名",
        max_length=40,
        help_text="事例や広場で、名前として表示します。これまでに書いたものの名前も変わります。",
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    reading = LineField(
        label="よみがな",
        max_length=READING_MAX,
        required=False,
        validators=[_check_kana],
        help_text="呼びかけるときの読み方です。",
    )
    organisation_shown = forms.ChoiceField(
        label="所属の見せ方",
        choices=OrganisationShown.choices,
        widget=forms.RadioSelect,
        help_text="種類は「商工会」「信用金庫・信用組合」などです。名称は、確認済みの支援者だけに見せます。",
    )
    region = forms.ChoiceField(label="活動している都道府県", choices=[("", "選ばない"), *Prefecture.choices], required=False)
    experience = forms.MultipleChoiceField(
        label="経験のある分野", choices=ExperienceField.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    qualifications = LineField(
        label="資格",
        max_length=QUALIFICATIONS_MAX,
        required=False,
        help_text="「、」で区切ります。例：中小企業診断士、経営指導員",
    )
    words = TextField(
        label="ひとこと",
        max_length=WORDS_MAX,
        rows=4,
        required=False,
        help_text="大切にしていること、いま取り組んでいることなど。",
    )
    picture = ImageUploadField(
        label="写真",
        required=False,
        help_text="JPEG、PNG、WebP（10MBまで）。撮影場所などの情報は取り除きます。新しく選ぶと、前の写真と入れかわります。",
    )
    drop_picture = forms.BooleanField(label="いまの写真を消す", required=False)

    @classmethod
    def for_profile(cls, profile: Profile, person: User, *args: Any) -> "ProfileForm":
        """The form with what is told now."""
        initial = {name: getattr(profile, name) for name in ("reading", "region", "experience", "qualifications", "words")}
        own = {"display_name": person.display_name, "organisation_shown": person.organisation_shown}
        form = cls(*args, initial=initial | own, person=person)
        if profile.picture is None:
            del form.fields["drop_picture"]
        return form

    @property
    def texts(self) -> ProfileTexts:
        """What was typed and chosen."""
        return ProfileTexts(**{name: self.cleaned_data[name] for name in ProfileTexts.__dataclass_fields__})
