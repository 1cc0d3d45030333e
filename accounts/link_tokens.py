"""Tokens of links that open for whoever has them. The mail holds the token, our row its hash alone."""

import hashlib
import secrets

from django.core import signing


def hash_of(token: str) -> str:
    """What we keep of a token: with the database alone nobody can open a link."""
    return hashlib.sha256(token.encode()).hexdigest()


class LinkTokens:
    """The tokens of one kind of link: random and signed, so that a made-up one is told from ours without asking the database."""

    def __init__(self, kind: str) -> None:
        """`kind` parts them from the tokens of all other kinds; links in people's mailboxes rely on its name."""
        self._signer = signing.Signer(salt=kind, sep=".")

    def new(self) -> str:
        """One more token."""
        return self._signer.sign(secrets.token_urlsafe(24))

    def is_ours(self, token: str) -> bool:
        """Whether the token was made here, whatever became of its link."""
        try:
            self._signer.unsign(token)
        except signing.BadSignature:
            return False
        return True
