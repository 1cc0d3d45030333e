"""Our side of django-allauth."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse

from accounts.access import person_of
from accounts.invitations import waiting_for
from accounts.models import User

_METHODS = {
    "reauthenticate": "パスワードで確かめる",
    "mfa_reauthenticate": "認証アプリか復旧コードで確かめる",
    "mfa_reauthenticate:webauthn": "パスキーで確かめる",
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-up stores the display name with the address; the ways of showing who one is have our words."""

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """Make the person from the sign-up form."""
        user.display_name = form.cleaned_data["display_name"]
        return super().save_user(request, user, form, commit)  # type: ignore[no-any-return]

    def get_reauthentication_methods(self, user: User | AnonymousUser) -> list[dict[str, Any]]:
        """What the person may choose from before a sensitive act."""
        methods = super().get_reauthentication_methods(user)
        return [method | {"description": _METHODS[method["id"]]} for method in methods]

    def unstash_verified_email(self, request: HttpRequest) -> str | None:
        """Nothing: allauth would give the account the invited address even where another one was typed.

        `is_email_verified` looks at the same mark, and spares the confirmation for exactly that address.
        """
        return None

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """To what waits for an answer: whoever was invited and had to sign up first, perhaps days ago and elsewhere, still gets there."""
        if waiting_for(person_of(request)):
            return reverse("accounts:invitations")
        return super().get_login_redirect_url(request)  # type: ignore[no-any-return]
