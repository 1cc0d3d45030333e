"""The one place that answers who may read what, by audience.

Every piece of content carries an audience. `team` is not a level of the person but a relation to a case, so the case answers it.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Union

from django.db import models

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

#: Whoever asks: a signed-in person or a visitor.
Person = Union["User", "AnonymousUser"]


class Audience(models.TextChoices):
    """Who may read a piece of content, from the widest circle to the narrowest."""

    PUBLIC = "public", "どなたでも"
    MEMBER = "member", "登録した方"
    SUPPORTER = "supporter", "確認済みの支援者"
    TEAM = "team", "この事例の支援チーム"
    STAFF = "staff", "事務局"


@dataclass(frozen=True)
class Reader:
    """Somebody of whom nothing but his audiences is known. What he may read all of them may read, so it can be remembered for all."""

    audiences: tuple[str, ...]

    @classmethod
    def like(cls, user: Person) -> "Reader":
        """One with the audiences of the person."""
        return cls(tuple(audiences_of(user)))

    @property
    def is_authenticated(self) -> bool:
        """Whether he is signed in."""
        return Audience.MEMBER in self.audiences

    @property
    def is_supporter(self) -> bool:
        """Whether he reads as a verified supporter."""
        return Audience.SUPPORTER in self.audiences

    @property
    def is_staff(self) -> bool:
        """Whether he reads as staff."""
        return Audience.STAFF in self.audiences


def audiences_of(user: Person) -> list[str]:
    """The audiences whose content the person may read, without `team`."""
    readable: list[str] = [Audience.PUBLIC]
    if not user.is_authenticated:
        return readable
    readable.append(Audience.MEMBER)
    if user.is_supporter or user.is_staff:
        readable.append(Audience.SUPPORTER)
    if user.is_staff:
        readable.append(Audience.STAFF)
    return readable


def can_read(user: Person, audience: str) -> bool:
    """Whether content of this audience may be shown to the person (`team` never: the case answers that)."""
    return audience in audiences_of(user)
