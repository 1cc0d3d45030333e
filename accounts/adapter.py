"""Our side of django-allauth."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from accounts.models import User


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-up stores the display name with the address."""

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """Make the person from the sign-up form."""
        user.display_name = form.cleaned_data["display_name"]
        return super().save_user(request, user, form, commit)  # type: ignore[no-any-return]
