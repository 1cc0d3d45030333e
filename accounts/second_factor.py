"""The second factor: who has one, who showed it, and the word that offers it to supporters. The pages themselves are allauth's."""

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.internal.flows.trust import is_trusted_browser
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest
from django.template.loader import render_to_string

from accounts.access import person_of
from accounts.acting_for import supported_session
from accounts.models import SecondFactorOffer, User


def has_second_factor(user: User) -> bool:
    """Whether the person has a passkey or an authenticator app; recovery codes alone are none."""
    return bool(is_mfa_enabled(user, [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]))


def has_shown_second_factor(request: HttpRequest) -> bool:
    """Whether the person showed it in this session, or came with a browser that he told to spare him."""
    user = person_of(request)
    shown = any(record["method"] == "mfa" for record in get_authentication_records(request, user))
    return shown or is_trusted_browser(request, user)


def second_factor_url(user: User) -> str:
    """Where the person, who has one, shows it."""
    methods = get_adapter().get_reauthentication_methods(user)
    passkey_first = sorted(methods, key=lambda method: method["id"] != "mfa_reauthenticate:webauthn")
    return str(next(method["url"] for method in passkey_first if method["id"].startswith("mfa_")))


def second_factor_offer(request: HttpRequest) -> str:
    """The offer on a supporter's own page, until he takes it or puts it off, and to nobody who acts for him; a part of accounts.my_page."""
    user = person_of(request)
    if (
        supported_session(request)
        or not user.is_supporter
        or SecondFactorOffer.objects.filter(user=user).exists()
        or has_second_factor(user)
    ):
        return ""
    return render_to_string("accounts/second_factor_offer.html", request=request)
