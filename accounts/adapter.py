"""Our side of django-allauth."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.emailkit import valid_email_or_none
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, _build_apps_from_settings
from allauth.socialaccount.models import SocialApp, SocialLogin
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.http import HttpRequest
from django.urls import reverse

from accounts.access import person_of
from accounts.invitations import waiting_for
from accounts.models import User

#: Seconds.
_DAY = 24 * 60 * 60
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
        """Once a day to what waits for an answer: whoever was invited and had to sign up first, perhaps days ago and elsewhere, gets there.

        Afterwards his own page says so in a line: who wants to think it over is not led there each time.
        """
        person = person_of(request)
        if waiting_for(person) and cache.add(f"invitations-shown:{person.pk}", True, timeout=_DAY):
            return reverse("accounts:invitations")
        return super().get_login_redirect_url(request)  # type: ignore[no-any-return]


class IdentityAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """People who come from an OpenID Connect provider.

    What a provider says of an address counts only where the operator has set it as trusted: it could otherwise name anybody's
    address, and open that account or take over what an organisation's mail domain proves.
    """

    def list_apps(self, request: HttpRequest, provider: str | None = None, client_id: str | None = None) -> list[SocialApp]:
        """What the environment names; no row of the database adds a provider, and the page of sign-in asks for none."""
        apps_of = _build_apps_from_settings(provider=provider, client_id=client_id)
        return [app for apps in apps_of.values() for app in apps]

    def authenticate_by_email(self, sociallogin: SocialLogin) -> tuple[User, str] | None:
        """The account that the address belongs to, where the provider is trusted and has confirmed the address."""
        if not _is_trusted(sociallogin):
            for address in sociallogin.email_addresses:
                address.verified = False
            return None
        return super().authenticate_by_email(sociallogin)  # type: ignore[no-any-return]

    def can_authenticate_by_email(self, login: SocialLogin, email: str) -> bool:
        """For trusted providers; allauth has looked at whether the address is confirmed."""
        return _is_trusted(login)

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> User:
        """Suggest address and name; the person sees and may change both in the form of sign-up."""
        user: User = sociallogin.user
        user.email = (valid_email_or_none(data.get("email")) or "").lower()
        user.display_name = str(data.get("name") or "")[:40]
        return user

    def get_signup_form_initial_data(self, sociallogin: SocialLogin) -> dict[str, Any]:
        """What the form of sign-up is filled with."""
        return {"email": sociallogin.user.email, "display_name": sociallogin.user.display_name}


def _is_trusted(sociallogin: SocialLogin) -> bool:
    return bool(sociallogin.provider.app.settings.get("is_trusted"))
