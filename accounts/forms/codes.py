"""Numbers that somebody types from a telephone, a mail or a slip of paper to show who he is.

Not exported by the package: allauth's forms, on which these build, import it (ACCOUNT_SIGNUP_FORM_CLASS).
"""

import re
import unicodedata
from typing import Any

from allauth.account.forms import ConfirmLoginCodeForm
from allauth.mfa import app_settings as mfa_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.core.cache import cache

from accounts.models import User

_NOT_IN_A_CODE = re.compile(r"[^0-9A-Za-z]")


class _CodeMixin:
    """Takes the number as a Japanese keyboard gives it: full-width, with any dash or space between."""

    code_label = "届いた数字"
    user: User
    fields: dict[str, forms.Field]
    cleaned_data: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label = self.code_label
        field.widget.attrs = {"autocomplete": "one-time-code", "inputmode": "numeric"}

    def clean_code(self) -> str:
        """What allauth says about the number, in half-width."""
        self.cleaned_data["code"] = _NOT_IN_A_CODE.sub("", unicodedata.normalize("NFKC", self.cleaned_data["code"]))
        return super().clean_code()  # type: ignore[misc, no-any-return]


class _OnceMixin(_CodeMixin):
    """A number that opened once opens nothing more.

    allauth forgets a used number after one period; with our tolerance it would be right for three.
    """

    code_label = "認証アプリの数字、または復旧コード"

    def clean_code(self) -> str:
        """As above; a spent number is as wrong as any other, and counts as a wrong one."""
        typed = _NOT_IN_A_CODE.sub("", unicodedata.normalize("NFKC", self.cleaned_data["code"]))
        spent = f"accounts.codes.spent.{self.user.pk}.{typed}"
        if cache.get(spent):
            self.cleaned_data["code"] = ""
        code = super().clean_code()
        if not cache.add(spent, True, timeout=mfa_settings.TOTP_PERIOD * (2 * mfa_settings.TOTP_TOLERANCE + 1)):
            raise get_adapter().validation_error("incorrect_code")  # sent twice at the same moment
        return code


class LoginCodeForm(_CodeMixin, ConfirmLoginCodeForm):  # type: ignore[misc]
    """The number that was mailed."""


class SecondFactorForm(_OnceMixin, AuthenticateForm):  # type: ignore[misc]
    """The second step of signing in."""


class SecondFactorAgainForm(_OnceMixin, ReauthenticateForm):  # type: ignore[misc]
    """The same before a sensitive act."""


class AuthenticatorAppForm(_CodeMixin, ActivateTOTPForm):  # type: ignore[misc]
    """Connecting an authenticator app."""

    code_label = "アプリに出た6桁の数字"
