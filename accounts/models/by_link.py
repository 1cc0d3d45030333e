"""What invitations by a mailed link share: into the site or an organisation here, into the team of a case above."""

import datetime
from typing import ClassVar, Self

from django.db import models
from django.utils import timezone

from accounts.audiences import Person
from accounts.link_tokens import LinkTokens, hash_of

#: How long an invitation stays open, counted from the last mail.
INVITATION_DAYS = 90
#: The status of one that nobody has answered; each kind has further ones of its own.
SENT = "sent"


class ByLinkQuerySet[Row: models.Model](models.QuerySet[Row]):
    """Reads of invitations. The kind sets its tokens."""

    tokens: ClassVar[LinkTokens]

    def by_token(self, token: str) -> Row | None:
        """The invitation that the link belongs to, whatever became of it; None for a token that is not ours or was replaced."""
        if not self.tokens.is_ours(token):
            return None
        return self.filter(token_hash=hash_of(token)).select_related("invited_by").first()

    def unanswered(self) -> Self:
        """Those that nobody answered or revoked; some may have expired."""
        return self.filter(status=SENT)

    def addressed_to(self, user: Person) -> Self:
        """Invitations to one of the person's confirmed addresses."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(email__in=user.addresses()).select_related("invited_by")


class ByLink(models.Model):
    """An invitation by a link that opens once, for the person of one address, for ninety days from `sent_at`."""

    email = models.EmailField("メールアドレス", max_length=254)
    token_hash = models.CharField("リンクの要約値", max_length=64, unique=True, editable=False)

    status: str
    sent_at: datetime.datetime

    class Meta:
        abstract = True

    @property
    def expires_at(self) -> datetime.datetime:
        """From then on the link is dead."""
        return self.sent_at + datetime.timedelta(days=INVITATION_DAYS)

    @property
    def is_expired(self) -> bool:
        """Whether nobody answered in time."""
        return self.status == SENT and timezone.now() >= self.expires_at

    @property
    def is_open(self) -> bool:
        """Whether the link still lets somebody in."""
        return self.status == SENT and not self.is_expired
