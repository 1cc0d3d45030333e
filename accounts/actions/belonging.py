"""Writes about who belongs where: proving, confirming once more, leaving, moving, ending."""

import datetime

from django.db import transaction
from django.utils import timezone

from accounts.mail_domains import domain_of
from accounts.models import BelongingRequest, Membership, Organisation, OrganisationDomain, Proof, RequestState, User
from accounts.models.membership import CONFIRMED_DAYS, Ending
from accounts.permissions import check_can_end
from accounts.public_bodies import public_body_of
from accounts.refusals import Refused
from accounts.rooms_above import check_limit, record_decision, tell_people

_GONE = "確認に使ったアドレスは、もうあなたのアドレスではありません。マイページの「所属」から、もう一度所属を確認してください。"


@transaction.atomic
def confirm_membership(
    *, user: User, organisation: Organisation, by: User | None, proof: str = Proof.STAFF, address: str = "", reason: str = ""
) -> Membership:
    """The person belongs to the organisation from now on, for a year; an older membership ends. `by` is None where no person confirmed it.

    `proof`: what showed it; `address`: the one in the organisation's domain, where that was it; `reason`: how staff know, for
    the record. A request that waited is settled with it.
    What staff confirm of their own judgement is recorded, and the person is told.
    """
    User.objects.select_for_update().get(pk=user.pk)  # two proofs at the same moment follow each other
    now = timezone.now()
    values = {
        "confirmed_at": now, "confirmed_by": by, "proof": proof, "address": address, "confirmed_until": _next_end(), "told_on": None,
    }  # fmt: skip
    membership = Membership.objects.living().filter(user=user, organisation=organisation).first()
    if membership is None:
        _end_living(user, Ending.MOVED)
        membership = Membership.objects.create(user=user, organisation=organisation, **values)
    else:
        Membership.objects.filter(pk=membership.pk).update(**values)
        membership.refresh_from_db()
    _settle_waiting(user, organisation)
    user.__dict__.pop("membership", None)
    if by is not None and proof == Proof.STAFF:
        record_decision(by=by, target=user, verb="所属を確認した", reason="：".join(filter(None, (str(organisation), reason))))
        _tell("belonging_confirmed", membership, by=by)
    return membership


@transaction.atomic
def prove_by_domain(*, user: User, address: str) -> Membership | None:
    """The person's own confirmed address shows where he belongs: there from now on, or None where its domain is nobody's.

    Raises Refused where the address is not his.
    """
    if not user.has_address(address):
        raise Refused("このアドレスは、あなたの確認済みのアドレスではありません。")
    organisation = _organisation_of(address)
    if organisation is None:
        return None
    membership = confirm_membership(user=user, organisation=organisation, by=None, proof=Proof.DOMAIN, address=address)
    check_limit(user, "belonging")
    _tell("belonging_confirmed", membership)
    return membership


@transaction.atomic
def greet_address(*, user: User, address: str) -> Membership | None:
    """A newly confirmed address proves by itself where somebody belongs who belongs nowhere. Who belongs somewhere is asked on his page."""
    if not user.is_active or Membership.objects.living().filter(user=user).exists():
        return None
    return prove_by_domain(user=user, address=address)


@transaction.atomic
def renew_membership(*, membership: Membership) -> Membership:
    """The person says by the mailed link that he still belongs: for a year more. Once more on the same day changes nothing.

    Raises Refused where it has ended, or where the address that proved it is no longer his.
    """
    membership = Membership.objects.select_for_update(of=("self",)).select_related("user", "organisation").get(pk=membership.pk)
    if membership.ended_at is not None or membership.confirmed_at is None:
        raise Refused("この所属は、もう終わっています。マイページの「所属」から、もう一度所属を確認してください。")
    if membership.proof == Proof.DOMAIN and not membership.user.has_address(membership.address):
        raise Refused(_GONE)
    check_limit(membership.user, "belonging")
    membership.confirmed_at, membership.confirmed_until, membership.told_on = timezone.now(), _next_end(), None
    membership.save(update_fields=["confirmed_at", "confirmed_until", "told_on"])
    return membership


@transaction.atomic
def leave_organisation(*, by: User) -> None:
    """The person no longer belongs to his organisation; what he wrote for it stays its. Nothing where he belongs nowhere."""
    check_limit(by, "belonging")
    _end_living(by, Ending.LEFT)


@transaction.atomic
def end_membership(*, membership: Membership, by: User, reason: str) -> None:
    """Staff end a belonging; the person is told why. Raises Refused where it has ended."""
    membership = Membership.objects.select_for_update(of=("self",)).select_related("user", "organisation").get(pk=membership.pk)
    check_can_end(by, membership)
    _end_living(membership.user, Ending.STAFF, reason=reason)
    record_decision(by=by, target=membership.user, verb="所属を終えた", reason=f"{membership.organisation}：{reason}")
    _tell("belonging_ended", membership, by=by)


@transaction.atomic
def list_at_organisation(*, by: User, listed: bool) -> None:
    """Whether the person's name stands on the page of his organisation."""
    check_limit(by, "belonging")
    by.listed_at_organisation = listed
    by.save(update_fields=["listed_at_organisation"])


def expire(membership: Membership) -> None:
    """Its term is over. Called by the daily work, inside its transaction."""
    _end_living(membership.user, Ending.EXPIRED)
    _tell("belonging_ended", membership)


def _tell(name: str, membership: Membership, *, by: User | None = None) -> None:
    tell_people(name, to=[membership.user], target_id=membership.pk, thread=f"membership:{membership.pk}", by=by)


def _end_living(user: User, because: str, *, reason: str = "") -> None:
    """A new place is a new decision about standing on its page."""
    living = Membership.objects.living().filter(user=user)
    if living.update(ended_at=timezone.now(), ended_because=because, ended_reason=reason):
        User.objects.filter(pk=user.pk).update(listed_at_organisation=False)
        user.listed_at_organisation = False
    user.__dict__.pop("membership", None)


def _organisation_of(address: str) -> Organisation | None:
    """The organisation that the domain speaks for; a well-known public body is entered when its first person comes."""
    organisation = Organisation.objects.of_address(address)
    body = public_body_of(address)
    if organisation is not None or body is None:
        return organisation
    organisation, _ = Organisation.objects.get_or_create(
        name=body.name, prefecture=body.prefecture,
        defaults={"organisation_type": body.organisation_type, "is_verified": True},
    )  # fmt: skip
    if not organisation.is_verified:
        return None
    OrganisationDomain.objects.get_or_create(domain=domain_of(address), defaults={"organisation": organisation})
    return organisation


def _settle_waiting(user: User, organisation: Organisation) -> None:
    """What waited for the same organisation is granted with the proof; what waited for another is no longer wanted."""
    now = timezone.now()
    waiting = BelongingRequest.objects.waiting().filter(user=user)
    waiting.filter(organisation=organisation).update(state=RequestState.GRANTED, decided_at=now)
    waiting.update(state=RequestState.WITHDRAWN, decided_at=now)


def _next_end() -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=CONFIRMED_DAYS)
