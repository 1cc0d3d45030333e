"""Writes about second factors that are not allauth's own."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction

from accounts.mfa_adapter import second_factor_keyring
from accounts.models import SecondFactorOffer, User
from accounts.refusals import Refused
from accounts.rooms_above import check_limit, record_decision, send_letter


@transaction.atomic
def put_off_second_factor(*, by: User) -> None:
    """The person does not want a second factor now: he is not asked again."""
    SecondFactorOffer.objects.get_or_create(user=by)
    check_limit(by, "second_factor_later")


@transaction.atomic
def end_trust_of_browsers(*, by: User) -> None:
    """No browser spares the person the second factor any more, this one neither.

    A trusted browser holds no key to a row of ours: allauth gives it a print of the password and the numbers of the second factors. A new
    number for one of them makes every print a stranger's.
    """
    factor = Authenticator.objects.select_for_update().filter(user=by).order_by("pk").first()
    if factor is None:
        return
    Authenticator.objects.filter(pk=factor.pk).delete()  # first: there is one of a kind
    factor.pk = None
    factor.save(force_insert=True)


@transaction.atomic
def remove_second_factors(*, user: User, by: User | None, reason: str) -> None:
    """Somebody lost device and recovery codes: the password or a mailed number alone opens again, until he sets up another.

    `reason` says how it was made sure who asked. Whoever found the device is signed out, no browser is trusted any more, and the owner
    hears of it. `by` is None for commands of the operator. Raises Refused where `by` may not.
    """
    _check_may_remove(user, by)
    Authenticator.objects.filter(user=user).delete()
    for session in UserSession.objects.filter(user=user):
        session.end()
    send_letter(to=user, template="second_factor_removed", context={})
    record_decision(by=by, actor="" if by else "運用のコマンド", target=user, verb="二段階認証を外した", reason=reason)


def _check_may_remove(user: User, by: User | None) -> None:
    """Registrars help people, owners help staff too, and nobody takes his own away without showing it."""
    if by is None:
        return
    if by == user:
        raise Refused("ご自分の二段階認証は、マイページの「二段階認証」で外してください。")
    if user.is_staff and not by.is_superuser:
        raise Refused("職員の二段階認証を外せるのは、所有者だけです。")
    if not by.has_perm("accounts.change_membership"):
        raise Refused("二段階認証を外すのは、登録担当の仕事です。")


def reseal_second_factors() -> int:
    """Seal every secret anew with the first key of settings.SECOND_FACTOR_KEYS, a row at a time; how many rows that were."""
    keys = Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN).order_by("pk").values_list("pk", flat=True)
    resealed = 0
    for key in list(keys):
        with transaction.atomic():
            row = Authenticator.objects.select_for_update().filter(pk=key).first()
            if row is None:
                continue
            for name in {"secret", "seed"} & row.data.keys():
                row.data[name] = second_factor_keyring.reseal(row.data[name].encode()).decode()
            row.save(update_fields=["data"])
            resealed += 1
    return resealed
