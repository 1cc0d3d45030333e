"""Encryption at rest for self-checks. Keys: settings.SELF_CHECK_KEYS, the newest first."""

from accounts.sealing import Keyring

_keyring = Keyring("SELF_CHECK_KEYS")
seal, unseal, reseal = _keyring.seal, _keyring.unseal, _keyring.reseal
