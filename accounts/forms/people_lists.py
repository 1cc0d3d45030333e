"""The form with which staff upload an organisation's list of people."""

from django import forms

from accounts.models import Organisation


class PeopleListForm(forms.Form):
    """Whose people, and the file. There are thousands of organisations: one is searched for first, by name."""

    organisation = forms.ModelChoiceField(
        label="支援機関",
        queryset=Organisation.objects.verified(),
        widget=forms.HiddenInput,
        error_messages={"required": "支援機関を選んでください。", "invalid_choice": "支援機関を選び直してください。"},
    )
    file = forms.FileField(
        label="名簿のファイル",
        allow_empty_file=True,  # check_people says what to do about an empty one
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        error_messages={"required": "ファイルを選んでください。", "max_length": "ファイル名を200文字以内にしてください。"},
    )
