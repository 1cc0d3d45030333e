"""Encryption at rest for the private side of cases. Keys: settings.PRIVATE_KEYS, the newest first."""

from accounts.sealing import Keyring

_keyring = Keyring("PRIVATE_KEYS")
seal, unseal, reseal = _keyring.seal, _keyring.unseal, _keyring.reseal
