"""Staff's looks at what people keep to themselves: an address, a private field of a profile. Each is written down, with a reason."""

from accounts.models import User
from accounts.rooms_above import record_decision


def record_look(*, by: User, at: User, what: str, reason: str) -> None:
    """Write down that `by` looked at `what` (a short Japanese noun: メールアドレス) of the person, and why. Call it before it is shown."""
    record_decision(by=by, target=at, verb=f"{what}を見た", reason=reason)
