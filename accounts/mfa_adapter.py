"""Our side of allauth.mfa: what a second factor is called, and how its secrets lie in the database."""

from typing import Any, ClassVar

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings

from accounts.models import User
from accounts.sealing import Keyring
from accounts.templatetags.devices import device_words

second_factor_keyring = Keyring("SECOND_FACTOR_KEYS")


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets are sealed, and what people read is ours."""

    error_messages: ClassVar[dict[str, Any]] = DefaultMFAAdapter.error_messages | {
        "add_email_blocked": "二段階認証を使っている間は、アドレスを加えられません。",
        "cannot_generate_recovery_codes": "復旧コードは、パスキーか認証アプリを登録してから作れます。",
        "incorrect_code": "確認できませんでした。数字を確かめて、もう一度お試しください。",
        "unverified_email": "先に、登録したメールアドレスの確認を済ませてください。",
    }

    def encrypt(self, text: str) -> str:
        """The secret of an authenticator app, or the seed of recovery codes, as it is stored."""
        return second_factor_keyring.seal(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """What was stored. Raises cryptography.fernet.InvalidToken where no key of settings.SECOND_FACTOR_KEYS opens it."""
        return second_factor_keyring.unseal(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002 (allauth's name)
        """A passkey is called after the device on which it was made; its owner may call it something else."""
        return device_words(context.request.headers.get("User-Agent", ""))

    def _get_site_name(self) -> str:
        """The name that the browser shows beside a passkey."""
        return str(settings.WAGTAIL_SITE_NAME)
