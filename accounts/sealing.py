"""Encryption at rest for what must not be read from the database alone: one keyring for each kind of secret."""

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.views.decorators.debug import sensitive_variables


class Keyring:
    """The Fernet keys of a setting, the newest first: that one seals, all of them open."""

    def __init__(self, setting: str) -> None:
        """`setting`: the name of the setting that has the keys; it is read at each use."""
        self._setting = setting

    @sensitive_variables()
    def seal(self, content: bytes) -> bytes:
        """The content as a token that the newest key wrote."""
        return self._keys.encrypt(content)

    @sensitive_variables()
    def unseal(self, token: bytes | memoryview) -> bytes:
        """What was sealed. Raises cryptography.fernet.InvalidToken where no key of the setting opens it."""
        return self._keys.decrypt(bytes(token))

    @sensitive_variables()
    def reseal(self, token: bytes | memoryview) -> bytes:
        """The same content under the newest key."""
        return self._keys.rotate(bytes(token))

    @property
    def _keys(self) -> MultiFernet:
        return MultiFernet([Fernet(key) for key in getattr(settings, self._setting)])
