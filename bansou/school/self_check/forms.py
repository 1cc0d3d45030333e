"""The form of the self-check: a choice of four for each item, skill by skill."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from bansou.forms.base import SiteForm
from bansou.school.models import CheckItem
from bansou.school.models.self_check import Answers, Level
from bansou.school.vocabularies import Skill


class LevelField(forms.TypedChoiceField):
    """How it went with one item."""

    def __init__(self, item: CheckItem, **kwargs: Any) -> None:
        super().__init__(
            label=f"{item.position} {item.label}", help_text=item.hint, choices=Level.choices, coerce=int, empty_value=None, widget=forms.RadioSelect, **kwargs
        )  # fmt: skip
        self.item = item


@dataclass(frozen=True)
class Group:
    """The fields of one skill."""

    skill: Skill
    fields: list[forms.BoundField]


class SelfCheckForm(SiteForm):
    """All items. What is answered so far can be kept, so an item without an answer is an error only for whoever wants his result."""

    def __init__(self, *args: Any, items: Sequence[CheckItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = items
        for item in items:
            field = LevelField(item)
            field.error_messages["required"] = "四つのうち一つを選んでください。"
            field.error_messages["invalid_choice"] = "四つのうち一つを選んでください。"
            self.fields[item.code] = field

    @property
    def groups(self) -> list[Group]:
        """The fields by skill."""
        fields = [self[item.code] for item in self.items]
        skills = dict.fromkeys(item.skill for item in self.items)
        return [
            Group(Skill(skill), [field for item, field in zip(self.items, fields, strict=True) if item.skill == skill])
            for skill in skills
        ]

    @property
    def answers(self) -> Answers:
        """What was answered, also of a form that is not complete. After `is_valid`."""
        return {item.code: level for item in self.items if (level := self.cleaned_data.get(item.code))}

    @property
    def missing(self) -> list[forms.BoundField]:
        """The fields without an answer. After `is_valid`."""
        return [self[item.code] for item in self.items if item.code not in self.answers]
