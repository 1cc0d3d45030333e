"""A look of staff at a person's address or at another private thing is written down before it is shown."""

from accounts.models import Look, User


def record_look(*, by: User, at: User, what: str, reason: str) -> Look:
    """Write down that `by` looks at `what` of the person (メールアドレス), and why. Looking at one's own is no look, but is no harm."""
    return Look.objects.create(by=by, at=at, what=what, reason=reason)
