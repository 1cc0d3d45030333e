"""The form with which staff upload an organisation's list of people."""

from django import forms

from accounts.models import Organisation


class OrganisationChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Organisations with their prefecture: many share a name."""

    def label_from_instance(self, obj: Organisation) -> str:  # type: ignore[override]
        """岩手県　見本町商工会."""
        return f"{obj.get_prefecture_display()}　{obj.name}"


class PeopleListForm(forms.Form):
    """Whose people, and the file."""

    organisation = OrganisationChoiceField(
        label="支援機関",
        queryset=Organisation.objects.filter(is_verified=True),
        empty_label="選んでください",
        error_messages={"required": "支援機関を選んでください。", "invalid_choice": "支援機関は、一覧の中から選んでください。"},
    )
    file = forms.FileField(
        label="名簿のファイル",
        allow_empty_file=True,  # check_people says what to do about an empty one
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        error_messages={"required": "ファイルを選んでください。", "max_length": "ファイル名を200文字以内にしてください。"},
    )
