"""What one may be invited into, and what else waits for a person. Rooms above register both; none of them is imported.

An invitation names its kind and the number of a row. The kind knows the rest: its words, who may invite, and where the invited lands.
"""

import datetime
from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.urls import reverse

from accounts.models import Invitation, Membership, User

#: The kinds of this room (accounts.destinations).
SITE, ORGANISATION = "site", "organisation"


@dataclass(frozen=True)
class Destination:
    """A kind of thing that people are invited into. `target_id` is the number of its row, 0 for a kind without rows."""

    kind: str
    #: The words of rows, by number, for mails to strangers: nothing in them may be secret. Rows that are gone are left out.
    named: Callable[[Collection[int]], dict[int, str]]
    #: Whether the row exists for the person; for everybody else the form of an invitation is 404.
    is_visible_to: Callable[[User, int], bool]
    #: Raises Refused for whoever sees the row and may not invite into it.
    check_can_invite: Callable[[User, int], None]
    #: What accepting does, in its transaction; Refused where something is missing yet, such as belonging: the invitation stays open.
    arrive: Callable[[User, Invitation], None]
    #: The address at which the person lands, then and whenever he opens the link again.
    landing: Callable[[int], str]
    #: What the person who presses 「参加する」 should know, as a sentence.
    meaning: str = ""
    #: What the person who invites should know before he does.
    caution: str = ""


@dataclass(frozen=True)
class Waiting:
    """An invitation that waits for a person's answer, of this room or of one above."""

    place: str
    inviter: str
    expires_at: datetime.datetime
    url: str


#: The invitations of a room above that wait for the person.
WaitingSource = Callable[[User], list[Waiting]]

_destinations: dict[str, Destination] = {}
_sources: list[WaitingSource] = []


def register_destination(destination: Destination) -> None:
    """Let people be invited into things of this kind. Called from an AppConfig."""
    _destinations[destination.kind] = destination


def register_waiting(source: WaitingSource) -> None:
    """Let a room's own invitations stand among those that wait for a person. Called from an AppConfig."""
    if source not in _sources:
        _sources.append(source)


def destination_of(kind: str) -> Destination | None:
    """The kind with this name."""
    return _destinations.get(kind)


def places_of(invitations: Collection[Invitation]) -> dict[int, str]:
    """What each invitation (by its key) is into, in words; "" where that is gone. As many queries as there are kinds."""
    targets: dict[str, set[int]] = {}
    for invitation in invitations:
        targets.setdefault(invitation.kind, set()).add(invitation.target_id)
    named = {kind: destination.named(targets[kind]) for kind, destination in _destinations.items() if kind in targets}
    return {invitation.pk: named.get(invitation.kind, {}).get(invitation.target_id, "") for invitation in invitations}


def place_of(invitation: Invitation) -> str:
    """The same for one."""
    return places_of([invitation])[invitation.pk]


def waiting_for(user: User) -> list[Waiting]:
    """Every open invitation to one of the person's addresses, those of rooms above too; the newest of each room first."""
    own = list(Invitation.objects.open().addressed_to(user))
    _know_inviters(own)
    places = places_of(own)
    found = [
        Waiting(
            place=places[invitation.pk],
            inviter=invitation.inviter,
            expires_at=invitation.expires_at,
            url=reverse("accounts:invitation_own", args=[invitation.pk]),
        )
        for invitation in own
        if places[invitation.pk]
    ]
    return found + [waiting for source in _sources for waiting in source(user)]


def _know_inviters(invitations: Collection[Invitation]) -> None:
    """Where the inviters belong, in one query: each would be asked for by itself."""
    inviters = {invitation.invited_by_id for invitation in invitations}
    rows = Membership.objects.living().filter(user_id__in=inviters).select_related("organisation")
    memberships = {membership.user_id: membership for membership in rows}
    for invitation in invitations:
        invitation.invited_by.membership = memberships.get(invitation.invited_by_id)
