"""Staff's looks at what people keep to themselves: an address, a private field of a profile. Each is written down, with a reason."""

from django.db import transaction

from accounts.models import Look, User
from accounts.rooms_above import record_decision


@transaction.atomic
def record_look(*, by: User, at: User, what: str, reason: str) -> None:
    """Write down that `by` looked at `what` (a short Japanese noun: メールアドレス) of the person, and why. Call it before it is shown.

    Twice: in the record that nobody can change, for the agency; as a row without the name of who looked, which the person finds among his data.
    """
    Look.objects.create(by=by, at=at, what=what, reason=reason)
    record_decision(by=by, target=at, verb=f"{what}を見た", reason=reason)
