"""The forms before sign-in that take an address: none tells, by its answer or by its time, whether the address has an account.

allauth's answers are alike already; these make the work alike. Named in ACCOUNT_FORMS; allauth's own forms import `accounts.forms`, so
that package cannot export these.
"""

from typing import Any

from allauth.account.forms import RequestLoginCodeForm, ResetPasswordForm, SignupForm
from allauth.account.internal.flows.email_verification import get_address_for_user
from allauth.account.internal.flows.signup import prevent_enumeration
from allauth.account.models import EmailAddress
from allauth.account.utils import has_verified_email, setup_user_email
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import get_random_string

from accounts.models import User
from accounts.tasks import answer_reset


class DiscreetResetForm(ResetPasswordForm):  # type: ignore[misc]
    """「パスワードをお忘れの方」: the worker looks for the account, after the answer."""

    def clean_email(self) -> str:
        """The address, not looked up."""
        return str(self.cleaned_data["email"]).strip().lower()

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Ask the worker; returns the address."""
        address: str = self.cleaned_data["email"]
        answer_reset.enqueue(address)
        return address


class DiscreetCodeForm(RequestLoginCodeForm):  # type: ignore[misc]
    """Sign-in by a code by mail."""

    def clean_email(self) -> str:
        """Ask for confirmed addresses too what allauth asks for all the others."""
        address: str = super().clean_email()
        if EmailAddress.objects.filter(email=address.lower(), verified=True).exists():
            User.objects.filter(email=address.lower()).first()
        return address


class DiscreetSignupForm(SignupForm):  # type: ignore[misc]
    """「新規登録」: for an address that has an account the same is done for nobody, and taken back."""

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """The new person, or allauth's answer for an address that has an account (a mail says so to its owner)."""
        if self.account_already_exists:
            with transaction.atomic():  # committed: the disk has its share of the time
                mark = transaction.savepoint()
                self._save_nobody(request)
                transaction.savepoint_rollback(mark)
            return None, prevent_enumeration(request, email=self.cleaned_data["email"])
        with transaction.atomic():
            mark = transaction.savepoint()
            user: User = self.save(request)
            transaction.savepoint_commit(mark)
        return user, None

    def _save_nobody(self, request: HttpRequest) -> None:
        """What allauth does and asks for somebody new, until the mail is on its way."""
        address = f"{get_random_string(24).lower()}@nobody.invalid"
        nobody = User.objects.create_user(address, self.cleaned_data["password1"], display_name=self.cleaned_data["display_name"])
        setup_user_email(request, nobody, [EmailAddress(email=address)])
        if not has_verified_email(nobody):
            str(get_address_for_user(nobody).user)
