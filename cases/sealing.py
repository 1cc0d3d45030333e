"""Encryption at rest for what must not be read from the database alone. Keys: settings.PRIVATE_KEYS, the newest first."""

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.views.decorators.debug import sensitive_variables


@sensitive_variables()
def seal(content: bytes) -> bytes:
    """The content as a token that the newest key wrote."""
    return _keyring().encrypt(content)


@sensitive_variables()
def unseal(token: bytes | memoryview) -> bytes:
    """What was sealed. Raises cryptography.fernet.InvalidToken where no key of the settings opens it."""
    return _keyring().decrypt(bytes(token))


@sensitive_variables()
def reseal(token: bytes | memoryview) -> bytes:
    """The same content under the newest key."""
    return _keyring().rotate(bytes(token))


def _keyring() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.PRIVATE_KEYS])
