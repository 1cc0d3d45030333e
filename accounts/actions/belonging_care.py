"""What time does to belongings, once a day: they are told of, they end, papers go, staff hear of what waits."""

import datetime

from django.db import transaction
from django.utils import timezone

from accounts.actions.belonging import expire
from accounts.actions.belonging_requests import drop_old_papers
from accounts.belonging_links import token_of
from accounts.models import BelongingRequest, Membership, Proof, User
from accounts.models.membership import TOLD_AGAIN_DAYS, MembershipQuerySet
from accounts.roles import REGISTRAR
from accounts.rooms_above import send_letter, send_letter_to_address, tell_people


def tend_belongings() -> None:
    """Tell of what ends soon, end what has run out, delete old papers, tell staff what waits. May run twice a day: nobody is told twice."""
    today = timezone.localdate()
    for pk in list(Membership.objects.to_be_told(today).values_list("pk", flat=True)):
        _tell(pk)
    for pk in list(Membership.objects.run_out(today).values_list("pk", flat=True)):
        _expire(pk)
    drop_old_papers()
    _remind_registrars()


def _remind_registrars() -> None:
    """Tell every registrar while requests wait; once a day, however often the daily work runs."""
    if not BelongingRequest.objects.waiting().exists():
        return
    registrars = User.objects.filter(is_active=True, is_staff=True, groups__name=REGISTRAR.name)
    key = f"belonging:{timezone.localdate()}"
    tell_people("belonging_waiting", to=registrars, target_id=0, thread="queue:belonging", key=key)


@transaction.atomic
def _tell(pk: int) -> None:
    """One letter with the link; to the address that proved it, while it is the person's."""
    today = timezone.localdate()
    membership = _locked().filter(pk__in=Membership.objects.to_be_told(today).values("pk"), pk=pk).first()
    if membership is None:
        return
    # After a silence of the daily work the term is put off, so that the week of the last notice remains.
    least = today + datetime.timedelta(days=TOLD_AGAIN_DAYS)
    if membership.confirmed_until is not None and membership.confirmed_until < least:
        membership.confirmed_until = least
    membership.told_on = today
    membership.save(update_fields=["confirmed_until", "told_on"])
    context = {"membership": membership, "to": membership.user, "token": token_of(membership)}
    if membership.proof == Proof.DOMAIN and membership.user.has_address(membership.address):
        if membership.user.is_active:
            send_letter_to_address(membership.address, template="belonging_ending", context=context)
    else:
        send_letter(to=membership.user, template="belonging_ending", context=context)


@transaction.atomic
def _expire(pk: int) -> None:
    membership = _locked().filter(pk__in=Membership.objects.run_out(timezone.localdate()).values("pk"), pk=pk).first()
    if membership is not None:
        expire(membership)


def _locked() -> MembershipQuerySet:
    return Membership.objects.select_for_update(of=("self",), skip_locked=True).select_related("user", "organisation")
