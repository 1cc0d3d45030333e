"""What every form of the site shares: Japanese messages that name the field, and a key that makes a double submit harmless."""

import uuid
from typing import Any

from django import forms

from bansou.forms.parking import owner_token

_CHOICES = (forms.ChoiceField, forms.MultipleChoiceField, forms.ModelChoiceField, forms.FileField, forms.BooleanField)


class SiteFormMixin:
    """For Form and ModelForm alike. `person` is who types; parked text comes back to that person only."""

    use_required_attribute = False  # the server's messages are better than the browser's bubbles, and work everywhere

    def __init__(self, *args: Any, person: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, forms.Field] = self.fields  # type: ignore[attr-defined]
        for field in fields.values():
            verb = "選んで" if isinstance(field, _CHOICES) else "入力して"
            field.error_messages["required"] = f"「{field.label}」を{verb}ください。"
            if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
                field.error_messages["invalid_choice"] = f"「{field.label}」は、一覧の中から選んでください。"
        if person is not None and person.is_authenticated:
            fields["typed_by"] = forms.CharField(required=False, widget=forms.HiddenInput, initial=owner_token(person))
        fields["submission_key"] = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid.uuid4)

    @property
    def submission_key(self) -> uuid.UUID:
        """The key of this filled-in form: the same for every press of its button."""
        return self.cleaned_data.get("submission_key") or uuid.uuid4()  # type: ignore[attr-defined]


class SiteForm(SiteFormMixin, forms.Form):
    """The base of our plain forms."""
