"""Who is told when somebody's roles change. This room records nothing itself: a room above registers (bansou.moderation)."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager

from accounts.models import User

#: Called with the person, who did it (None: a command of the operator), the names of the roles before and after, and why ("": not said).
RoleWitness = Callable[[User, User | None, Collection[str], Collection[str], str], None]
_witnesses: list[RoleWitness] = []

#: What an owner's rights are called beside the roles of accounts.roles.
OWNER_NAME = "管理者"


def register_role_witness(witness: RoleWitness) -> None:
    """Tell the witness of every change, in the transaction of the change. Called from an AppConfig."""
    if witness not in _witnesses:
        _witnesses.append(witness)


def roles_of(user: User) -> list[str]:
    """The names of the person's roles, with the owner's rights among them."""
    owner = [OWNER_NAME] if user.is_superuser else []
    return [*owner, *user.groups.order_by("name").values_list("name", flat=True)]


@contextmanager
def witnessed(user: User, *, by: User | None, reason: str = "") -> Iterator[None]:
    """What happens inside to the person's roles is told, if it changed anything. Stands inside a transaction."""
    before = roles_of(User.objects.get(pk=user.pk)) if user.pk else []
    yield
    after = roles_of(user)
    if before != after:
        for witness in _witnesses:
            witness(user, by, before, after, reason)
