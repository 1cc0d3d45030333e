"""Writes about second factors that are not allauth's own."""

from allauth.mfa.models import Authenticator
from django.db import transaction

from accounts.mfa_adapter import second_factor_keyring
from accounts.models import SecondFactorOffer, User
from accounts.rooms_above import check_limit


@transaction.atomic
def put_off_second_factor(*, by: User) -> None:
    """The person does not want a second factor now: he is not asked again."""
    SecondFactorOffer.objects.get_or_create(user=by)
    check_limit(by, "second_factor_later")


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
