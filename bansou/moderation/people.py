"""Reads of the people desk: who is found by what staff know of him, and how somebody stands."""

from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from accounts.models import Membership, SupportedSession, User
from accounts.permissions import roles_held
from bansou.moderation.models import Decision, Suspension

#: So much of the history is shown; the record of decisions has all of it.
HISTORY = 50


class Who(models.TextChoices):
    """Which people the list shows."""

    ALL = "", "すべて"
    SUPPORTERS = "supporters", "支援者"
    WITHOUT = "without", "所属の確認がまだの方"
    STAFF = "staff", "事務局"
    SUSPENDED = "suspended", "投稿を止めている方"
    CLOSED = "closed", "ログインできない方"


def find_people(words: str, who: str) -> QuerySet[User]:
    """People by number, whole e-mail address, or part of the name or of the organisation's name.

    Parts of addresses find nothing: whoever could look for them would read them letter by letter, without a reason in the record.
    """
    living = Membership.objects.living().select_related("organisation")
    found = User.objects.prefetch_related("groups", Prefetch("memberships", living, to_attr="living_memberships"))
    return found.filter(_asked_for(words.strip()), _who(who))


def _asked_for(words: str) -> Q:
    if not words:
        return Q()
    if words.isascii() and words.isdigit() and len(words) < 19:
        return Q(pk=int(words))
    if "@" in words:
        address = words.lower()
        return Q(email=address) | Q(pk__in=EmailAddress.objects.filter(email=address, verified=True).values("user"))
    belonging = Membership.objects.living().filter(user=OuterRef("pk"), organisation__name__icontains=words)
    return Q(display_name__icontains=words) | Q(Exists(belonging))


def _who(who: str) -> Q:
    confirmed = Exists(
        Membership.objects.living().filter(user=OuterRef("pk"), confirmed_at__isnull=False, organisation__is_verified=True)
    )
    conditions: dict[str, Q] = {
        Who.SUPPORTERS: Q(confirmed),
        Who.WITHOUT: ~Q(confirmed) & Q(is_staff=False, is_active=True),
        Who.STAFF: Q(is_staff=True),
        Who.SUSPENDED: Q(Exists(Suspension.objects.in_force().filter(person=OuterRef("pk")))),
        Who.CLOSED: Q(is_active=False),
    }
    return conditions.get(who, Q())


@dataclass(frozen=True)
class PersonFile:
    """How somebody stands, and what was done about him, but for his address."""

    person: User
    roles: list[str]
    memberships: list[Membership]
    suspension: Suspension | None
    session_count: int
    has_second_factor: bool
    decisions: list[Decision]
    supports: list[SupportedSession]


def file_of(person: User) -> PersonFile:
    """What the desk shows of the person."""
    return PersonFile(
        person=person,
        roles=[role.name for role in roles_held(person)],
        memberships=list(person.memberships.select_related("organisation", "confirmed_by").order_by("-pk")),
        suspension=Suspension.objects.of(person),
        session_count=UserSession.objects.filter(user=person).count(),
        has_second_factor=is_mfa_enabled(person),
        decisions=list(Decision.objects.about(person).select_related("by")[:HISTORY]),
        supports=list(SupportedSession.objects.filter(person=person).newest_first().prefetch_related("acts")[:HISTORY]),
    )


def row_of(person: Any) -> dict[str, Any]:
    """What the list shows of somebody whom `find_people` found; asks the database nothing."""
    living = person.living_memberships
    return {
        "person": person,
        "membership": living[0] if living else None,
        "roles": sorted(group.name for group in person.groups.all()),
    }
