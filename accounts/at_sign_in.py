"""What the rooms above do when somebody has just signed in. They register; this room knows none of them."""

from collections.abc import Callable

from django.http import HttpRequest

from accounts.models import User

#: Called with the request of the sign-in, whose session is the person's by now and still holds what it held before.
AtSignIn = Callable[[HttpRequest, User], None]

_acts: list[AtSignIn] = []


def register_at_sign_in(act: AtSignIn) -> None:
    """Have `act(request, person)` called at each sign-in. Called from an AppConfig."""
    if act not in _acts:
        _acts.append(act)


def do_at_sign_in(request: HttpRequest, person: User) -> None:
    """Call all of them, in the order in which they registered."""
    for act in _acts:
        act(request, person)
