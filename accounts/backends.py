"""Who is signed in, fetched with what almost every page asks about him."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from accounts.models import Membership, User
from bansou.lists.prepared import PreparedRead

_membership_of = PreparedRead(
    lambda person: Membership.objects.living().filter(user=person).select_related("user", "organisation").order_by("pk")[:1]
)


class PersonBackend(AuthenticationBackend):  # type: ignore[misc]
    """allauth's way of signing in. The person of a session comes with his membership, in one query."""

    def _authenticate_by_email(self, email: str, password: str) -> User | None:
        """As allauth's, with as many questions for an address that nobody has."""
        return self._check_password(User.objects.of_address(email), password)  # type: ignore[no-any-return]

    def get_user(self, user_id: Any) -> User | None:
        """The person with this key while the account is active, or None."""
        found: list[Membership] = _membership_of(person=user_id)
        if not found:
            person: User | None = super().get_user(user_id)
            if person is not None:
                person.membership = None  # known by now: it need not be asked for again
            return person
        user = found[0].user
        user.membership = found[0]
        return user if self.user_can_authenticate(user) else None
