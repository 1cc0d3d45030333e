"""Forms about people."""

from typing import Any

from django import forms
from django.http import HttpRequest

from accounts.models import User
from bansou.forms.fields import LineField
from bansou.forms.people import PersonFormMixin


class SignupForm(PersonFormMixin, forms.Form):
    """What sign-up asks besides address and password (allauth adds these)."""

    slow_without_work = True

    display_name = LineField(
        label="表示名",
        max_length=40,
        help_text="広場や事例で、ほかの方に表示する名前です。本名でなくてもかまいません。",
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    field_order = ("display_name", "email", "password1")

    def signup(self, request: HttpRequest, user: User) -> None:
        """Asked for by allauth; the adapter has stored the name already."""


class StaffUserFormMixin:
    """Wagtail's user forms without the name fields that our User does not have."""

    first_name = None
    last_name = None

    def clean_email(self) -> str:
        """One mailbox is one person, whatever the case of the letters."""
        address: str = self.cleaned_data["email"].strip().lower()  # type: ignore[attr-defined]
        return address

    def save(self, commit: bool = True) -> User:
        """Staff are those who have a role."""
        user: User = super().save(commit=False)  # type: ignore[misc]
        groups: Any = self.cleaned_data.get("groups")  # type: ignore[attr-defined]
        user.is_staff = bool(user.is_superuser or groups)
        if commit:
            user.save()
            self.save_m2m()  # type: ignore[attr-defined]
        return user
