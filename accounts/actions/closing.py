"""Leaving, coming back within some days, and what goes when they are over."""

import datetime

from django.db import transaction
from django.db.models import F, ProtectedError, Q, QuerySet
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from accounts.actions.data_files import drop_data_files_of
from accounts.leaving import leaving_rules
from accounts.models import (
    LEFT_NAME,
    BelongingRequest,
    Closing,
    DormancyLetter,
    Invitation,
    Membership,
    Profile,
    RequestState,
    SupportedSession,
    User,
)
from accounts.permissions import check_can_close, check_can_reopen
from accounts.refusals import Refused
from accounts.rooms_above import record_decision, send_letter
from accounts.shown_organisation import OrganisationShown

#: Days without a sign-in after which a person is told, and after which the account is closed.
TOLD_DAYS, CLOSED_DAYS = 730, 1095
#: Nobody's account is closed sooner than this after he was told, also where the letters began late.
_WARNING_DAYS = 30
#: Days after which a sign-up whose address nobody confirmed is gone.
UNCONFIRMED_DAYS = 14
_CALENDAR = "期限による処理"


@transaction.atomic
def close_account(*, user: User, by: User | None, withdraw: bool = False) -> None:
    """The person leaves: no sign-in, no mail, no name from now on. `by` is the person himself, or None for the calendar.

    `withdraw` takes what he wrote out of sight too. For KEPT_DAYS staff can undo it, then the rest of his data goes. Twice is once.
    """
    person = User.objects.select_for_update().get(pk=user.pk)
    if person.closed_at:
        return
    check_can_close(person)
    closing = Closing(
        user=person,
        kept_name=person.display_name,
        kept_address=person.email,
        kept_organisation_shown=person.organisation_shown,
        is_withdrawn=withdraw,
    )
    if withdraw:
        for rules in leaving_rules():
            rules.withdraw(person)
    now = timezone.now()
    person.closed_at = now
    closing.save(force_insert=True)
    send_letter(to=person, template="account_closed", context={"closing": closing, "is_own": by is not None})
    _forget_sign_in(person)
    Membership.objects.living().filter(user=person).update(ended_at=now)
    BelongingRequest.objects.waiting().filter(user=person).update(state=RequestState.WITHDRAWN, decided_at=now)
    person.display_name, person.email, person.is_active = LEFT_NAME, f"left-{person.pk}@left.invalid", False
    if person.organisation_shown == OrganisationShown.FULL:
        person.organisation_shown = OrganisationShown.KIND
    person.save(update_fields=["display_name", "email", "is_active", "closed_at", "organisation_shown"])
    reason = "本人の手続き" if by else f"{CLOSED_DAYS // 365}年間ログインがない"
    record_decision(by=person if by else None, actor="" if by else _CALENDAR, target=person, verb="退会した", reason=reason)


@transaction.atomic
def reopen_account(*, user: User, by: User, reason: str) -> None:
    """Staff undo it within the days: name, address, belonging and what was withdrawn are back. Other addresses are not, cases staff restore."""
    check_can_reopen(by)
    person = User.objects.select_for_update().get(pk=user.pk)
    closing = Closing.objects.filter(user=person).first()
    if closing is None or person.closed_at is None:
        raise Refused("退会から30日が過ぎたため、元に戻せません。")
    if User.objects.filter(email=closing.kept_address).exists():
        raise Refused("同じメールアドレスで、もう一度登録されています。元に戻すことはできません。")
    Membership.objects.filter(user=person, ended_at=person.closed_at).update(ended_at=None)
    person.display_name, person.email = closing.kept_name, closing.kept_address
    person.organisation_shown = closing.kept_organisation_shown
    person.is_active, person.closed_at = True, None
    person.save(update_fields=["display_name", "email", "is_active", "closed_at", "organisation_shown"])
    _remember_address(person)
    if closing.is_withdrawn:
        for rules in leaving_rules():
            rules.bring_back(person)
    closing.delete()
    send_letter(to=person, template="account_reopened", context={})
    record_decision(by=by, target=person, verb="退会を取り消した", reason=reason)


def erase_closed(*, now: datetime.datetime | None = None) -> int:
    """Delete what is left of those whose days are over; returns how many. For the daily run."""
    due = list(Closing.objects.due(now or timezone.now()).values_list("pk", flat=True))
    return sum(_erase(number) for number in due)


@transaction.atomic
def _erase(number: int) -> bool:
    closing = Closing.objects.select_for_update().filter(pk=number).first()
    if closing is None:
        return False
    person = closing.user
    for rules in leaving_rules():
        rules.erase(person, closing.kept_address)
    profile = Profile.objects.select_related("picture").filter(user=person).first()
    if profile:
        profile.delete()
        if profile.picture:
            profile.picture.delete()
    drop_data_files_of(person)
    _forget_factors(person)
    Membership.objects.filter(user=person).delete()
    BelongingRequest.objects.filter(user=person).delete()  # with its paper
    Invitation.objects.filter(Q(invited_by=person) | Q(accepted_by=person) | Q(email=closing.kept_address)).delete()
    SupportedSession.objects.filter(person=person).delete()
    DormancyLetter.objects.filter(user=person).delete()
    person.set_unusable_password()
    person.last_login = None
    person.save(update_fields=["password", "last_login"])
    closing.delete()
    record_decision(by=None, actor=_CALENDAR, target=person, verb="個人のデータを消した", reason="退会から30日が過ぎた")
    return True


def tell_dormant(*, now: datetime.datetime | None = None) -> int:
    """A letter to everybody who has not signed in for two years, once for each absence; returns how many. For the daily run."""
    now = now or timezone.now()
    told = DormancyLetter.objects.filter(
        sent_at__gt=Greatest(F("user__date_joined"), Coalesce("user__last_login", "user__date_joined"))
    )
    absent = _absent(now - datetime.timedelta(days=TOLD_DAYS)).exclude(pk__in=told.values("user"))
    for person in absent:
        with transaction.atomic():
            DormancyLetter.objects.update_or_create(user=person, defaults={"sent_at": now})
            send_letter(to=person, template="account_dormant", context={"closes_on": _closes_on(person, now)})
    return len(absent)


def close_dormant(*, now: datetime.datetime | None = None) -> int:
    """Close the accounts of those who have not signed in for three years and were told in time; returns how many. For the daily run."""
    now = now or timezone.now()
    warned = DormancyLetter.objects.filter(
        sent_at__lte=now - datetime.timedelta(days=_WARNING_DAYS),
        sent_at__gt=Greatest(F("user__date_joined"), Coalesce("user__last_login", "user__date_joined")),
    )
    absent = list(_absent(now - datetime.timedelta(days=CLOSED_DAYS)).filter(pk__in=warned.values("user")))
    for person in absent:
        close_account(user=person, by=None)
    return len(absent)


def drop_unconfirmed(*, now: datetime.datetime | None = None) -> int:
    """Delete sign-ups of which nobody confirmed the address within two weeks; returns how many. For the daily run."""
    from allauth.account.models import EmailAddress  # needs our User first

    before = (now or timezone.now()) - datetime.timedelta(days=UNCONFIRMED_DAYS)
    addresses = EmailAddress.objects.order_by()
    signed_up = User.objects.filter(
        pk__in=addresses.values("user"), date_joined__lt=before, last_login=None, is_staff=False, closed_at=None
    ).exclude(pk__in=addresses.filter(verified=True).values("user"))
    count = 0
    for person in signed_up:
        try:
            with transaction.atomic():
                person.delete()
        except ProtectedError:
            continue  # somebody wrote in his name (staff for him): a person, whatever became of the mail
        count += 1
    return count


def _absent(since: datetime.datetime) -> "QuerySet[User]":
    """People who have not signed in since then. Not staff: theirs are matters of roles, and the last owner must not vanish."""
    seen = Greatest(F("date_joined"), Coalesce("last_login", "date_joined"))
    return User.objects.alias(seen=seen).filter(seen__lt=since, is_active=True, is_staff=False, closed_at=None).order_by("pk")


def _closes_on(person: User, now: datetime.datetime) -> datetime.date:
    seen = max(person.date_joined, person.last_login or person.date_joined)
    return timezone.localdate(max(seen + datetime.timedelta(days=CLOSED_DAYS), now + datetime.timedelta(days=_WARNING_DAYS)))


def _forget_sign_in(person: User) -> None:
    """End every session, and let no address lead to the person any more."""
    from allauth.account.models import EmailAddress  # needs our User first
    from allauth.usersessions.models import UserSession

    for session in UserSession.objects.filter(user=person):
        session.end()
    EmailAddress.objects.filter(user=person).delete()


def _remember_address(person: User) -> None:
    from allauth.account.models import EmailAddress  # needs our User first

    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)


def _forget_factors(person: User) -> None:
    from allauth.mfa.models import Authenticator  # needs our User first
    from wagtail.users.models import UserProfile

    Authenticator.objects.filter(user=person).delete()
    UserProfile.objects.filter(user=person).delete()
