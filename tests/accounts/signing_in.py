"""What the tests of signing in share: people whose address is confirmed, and the numbers of their authenticator app."""

import re
import time
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import User

PASSWORD = "pass-word-1234"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def confirmed(user: User) -> User:
    """The person, with a confirmed address."""
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def with_app(user: User) -> User:
    """The person, with an authenticator app and recovery codes."""
    TOTP.activate(user, SECRET)
    RecoveryCodes.activate(user)
    return user


def number_now() -> str:
    """What the app shows."""
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30))


def recovery_codes(user: User) -> list[str]:
    """The person's slip of paper."""
    return list(RecoveryCodes.activate(user).get_unused_codes())


def mailed_number() -> str:
    """The number in the last mail."""
    found = re.search(r"^\d{4}-\d{4}$", mail.outbox[-1].body, re.MULTILINE)
    assert found, mail.outbox[-1].body
    return found.group()


def type_password(client: Client, user: User) -> Any:
    """The first step of signing in."""
    return client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})


def is_signed_in(client: Client) -> bool:
    """Whether the browser has somebody's session."""
    return "_auth_user_id" in client.session
