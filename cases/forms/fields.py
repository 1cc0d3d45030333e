"""Fields of the form of a case: months as people write them, themes, texts with an example beside them."""

import datetime
import re
import unicodedata
import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Choices
from django.utils import timezone

from bansou.forms.fields import LineField, TextField
from bansou.text.templatetags.bansou_text import month_ja
from cases.limits import LONG_TEXT, THEMES_AT_MOST
from cases.models import Theme

_MONTH = re.compile(r"(?:(令和|平成|[RrHh])\s*)?(元|\d{1,4})\s*[年./-]\s*(\d{1,2})\s*月?")
_ERAS = {"令和": 2018, "r": 2018, "平成": 1988, "h": 1988}


class StoryField(TextField):
    """A text of a few lines, with a short example of what somebody might write."""

    def __init__(self, *, example: str = "", **kwargs: Any) -> None:
        super().__init__(**({"required": False, "max_length": LONG_TEXT} | kwargs))
        self.example = example


class PhraseField(LineField):
    """One line, with an example."""

    def __init__(self, *, example: str = "", **kwargs: Any) -> None:
        super().__init__(**({"required": False} | kwargs))
        self.example = example


class PickField(forms.ChoiceField):
    """One of a closed list, or nothing yet."""

    def __init__(self, choices: type[Choices] | Iterable[Any], *, blank: str = "選んでください", **kwargs: Any) -> None:
        pairs = choices.choices if isinstance(choices, type) else list(choices)
        super().__init__(required=False, choices=[("", blank), *pairs], **kwargs)


class TicksField(forms.MultipleChoiceField):
    """Any of a closed list."""

    def __init__(self, choices: type[Choices], **kwargs: Any) -> None:
        super().__init__(required=False, choices=choices.choices, widget=forms.CheckboxSelectMultiple, **kwargs)


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


class EpisodeField(forms.TypedChoiceField):
    """One of the case's dialogues, told in words. The form gives the choices."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, coerce=uuid.UUID, empty_value=None, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """The key as text."""
        return str(value) if isinstance(value, uuid.UUID) else value
