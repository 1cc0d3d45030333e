"""To whom an announcement goes: a circle of people, in the whole country or in some of its regions."""

from collections.abc import Collection
from typing import Any

from allauth.account.models import EmailAddress
from django.db import models
from django.db.models import Case, Exists, OuterRef, QuerySet, Value, When

from accounts.models import Membership, User
from accounts.prefectures import PREFECTURES_OF, Block
from accounts.roles import EDITOR, MODERATOR, REGISTRAR, REVIEWER, Role
from knowhow.models import Board


class Circle(models.TextChoices):
    """Whom it concerns."""

    EVERYBODY = "everybody", "登録した方すべて"
    SUPPORTERS = "supporters", "確認済みの支援者"
    HOSTS = "hosts", "掲示板の案内役"
    STAFF = "staff", "事務局の職員すべて"
    REVIEWERS = "reviewers", "審査担当"
    MODERATORS = "moderators", "見守り担当"
    EDITORS = "editors", "編集担当"
    REGISTRARS = "registrars", "登録担当"


_ROLES: dict[str, Role] = {
    Circle.REVIEWERS: REVIEWER,
    Circle.MODERATORS: MODERATOR,
    Circle.EDITORS: EDITOR,
    Circle.REGISTRARS: REGISTRAR,
}


def people_in(circle: str, blocks: Collection[str] = ()) -> QuerySet[User]:
    """Those of the circle today, in the regions where any are named: a person is where his organisation is.

    Nobody whose address is not confirmed: it may be somebody else's.
    """
    people = User.objects.filter(is_active=True).exclude(_is_unconfirmed())
    if circle == Circle.SUPPORTERS:
        people = people.filter(pk__in=Membership.objects.confirmed().filter(organisation__is_verified=True).values("user"))
    elif circle == Circle.HOSTS:
        people = people.filter(pk__in=Board.objects.exclude(host=None).order_by().values("host"))
    elif circle == Circle.STAFF:
        people = people.filter(is_staff=True)
    elif circle in _ROLES:
        people = people.filter(is_staff=True, groups__name=_ROLES[circle].name)
    if blocks:
        prefectures = [prefecture.value for block in blocks for prefecture in PREFECTURES_OF[Block(block)]]
        people = people.filter(
            pk__in=Membership.objects.confirmed().filter(organisation__prefecture__in=prefectures).values("user")
        )
    return people


def _is_unconfirmed() -> Exists:
    addresses = EmailAddress.objects.order_by().filter(user=OuterRef("pk"))
    return Exists(addresses.filter(primary=True, verified=False))


def blocks_of(user: User) -> QuerySet[Membership, Any]:
    """The region of the person, as a query of one value at most."""
    blocks = [
        When(organisation__prefecture__in=[prefecture.value for prefecture in prefectures], then=Value(block.value))
        for block, prefectures in PREFECTURES_OF.items()
    ]
    place = Case(*blocks, default=Value(""), output_field=models.CharField(max_length=20))
    return Membership.objects.confirmed().filter(user=user).annotate(block=place).values("block")
