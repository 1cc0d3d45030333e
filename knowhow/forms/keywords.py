"""Choosing the keywords of a topic."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from bansou.forms.base import SiteForm
from cases.models import Keyword
from knowhow.models.keywords import KEYWORDS_MAX


class KeywordsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Some of the keywords that there are. Nobody makes new ones while writing, so that they stay few and alike."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            queryset=Keyword.objects.none(),
            label="キーワード",
            required=False,
            help_text=f"{KEYWORDS_MAX}つまで。同じキーワードの事例や話題と、互いに見つかるようになります。",
            error_messages={"invalid_choice": "「キーワード」は、一覧の中から選んでください。"},
            **kwargs,
        )

    def clean(self, value: Any) -> QuerySet[Keyword]:
        """At most so many."""
        chosen: QuerySet[Keyword] = super().clean(value)
        if len(chosen) > KEYWORDS_MAX:
            raise ValidationError(f"「キーワード」は{KEYWORDS_MAX}つまでです（今は{len(chosen)}つです）。")
        return chosen


class KeywordsForm(SiteForm):
    """The keywords of a topic that is there already."""

    keywords = KeywordsField()

    def __init__(self, *args: Any, keywords: QuerySet[Keyword], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["keywords"].queryset = keywords  # type: ignore[attr-defined]
