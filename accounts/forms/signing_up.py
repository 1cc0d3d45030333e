"""The form of sign-up."""

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
