"""The demo: people with a known password, sample cases and topics. Never with production settings (settings.DEMO_ALLOWED)."""

from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction

from accounts.abilities import Ability
from accounts.actions import confirm_membership, grant_roles
from accounts.models import Organisation, User
from accounts.organisation_types import OrganisationType
from accounts.prefectures import Prefecture
from accounts.roles import ROLES, Role
from bansou.operations.preparation import fill_site, prepare_database
from bansou.school.practice_setup import load_sample_stops
from bansou.school.self_check.samples import load_sample_check
from cases import setup as cases_setup
from knowhow.actions import samples as knowhow_samples
from knowhow.actions.clinic_sample import load_clinic_sample

PASSWORD = "bansou-demo"  # noqa: S105 (printed on every start, refused in production)


class DemoRefusedError(RuntimeError):
    """Demo people would be an open door here."""


@dataclass(frozen=True)
class DemoPerson:
    """Somebody who can be tried out, or who wrote the samples."""

    address: str
    display_name: str
    #: What is printed beside the address.
    meaning: str
    organisation: tuple[str, OrganisationType, Prefecture] | None = None
    roles: tuple[Role, ...] = ()
    is_owner: bool = False


#: What the organisations of the demo say of themselves, by name.
_ABOUT: dict[str, dict[str, Any]] = {
    "見本市商工会議所": {
        "about": "見本の支援機関です（架空）。小さな製造業と商店の相談を、経営指導員が受けています。",
        "abilities": [Ability.DIALOGUE, Ability.PLAN, Ability.SALES], "contact_desk": "中小企業相談所", "contact_phone": "026-000-0000",
        "in_directory": True,
    },
    "見本町商工会": {
        "about": "見本の支援機関です（架空）。沿岸の水産加工業を、長く支えています。",
        "abilities": [Ability.DIALOGUE, Ability.SUCCESSION, Ability.RECOVERY], "contact_phone": "019-000-0000", "in_directory": True,
    },
    "見本県よろず支援拠点": {
        "about": "見本の支援機関です（架空）。専門家と組んで、どんな相談も受けています。",
        "abilities": [Ability.SALES, Ability.DIGITAL, Ability.PRODUCTIVITY, Ability.TRAINING], "website": "https://yorozu.example.jp/",
        "in_directory": True,
    },
    "見本信用金庫": {
        "about": "見本の支援機関です（架空）。取引先の経営者と、数字の前に話をしています。",
        "abilities": [Ability.FINANCE, Ability.TURNAROUND, Ability.SUCCESSION], "contact_email": "soudan@shinkin.example.jp",
        "in_directory": True,
    },
}  # fmt: skip
SIGN_INS = (
    DemoPerson("reader@example.jp", "見本の読者", "会員"),
    DemoPerson(
        "supporter@example.jp",
        "見本の支援者",
        "支援者（所属を確認済み）",
        organisation=("見本市商工会議所", OrganisationType.CHAMBER, Prefecture.NAGANO),
    ),
    DemoPerson("staff@example.jp", "見本の事務局", "事務局（審査・編集・登録）", roles=ROLES),
    DemoPerson("admin@example.jp", "見本の管理者", "管理者", is_owner=True),
)
#: Those who wrote the samples, by the names in the files; nobody signs in as them.
AUTHORS = {
    "aoi": DemoPerson("aoi@example.jp", "あおい", "", organisation=("見本町商工会", OrganisationType.SOCIETY, Prefecture.IWATE)),
    "ren": DemoPerson(
        "ren@example.jp", "れん", "", organisation=("見本県よろず支援拠点", OrganisationType.YOROZU, Prefecture.AICHI)
    ),
    "kaede": DemoPerson(
        "kaede@example.jp", "かえで", "", organisation=("見本信用金庫", OrganisationType.SHINKIN, Prefecture.FUKUOKA)
    ),
}


def load_demo() -> None:
    """Make the people and publish the samples that are not there yet. Raises DemoRefusedError where the settings forbid it."""
    if not settings.DEMO_ALLOWED:
        raise DemoRefusedError("デモの利用者は、本番の設定では作れません（パスワードが公開されているため）。")
    people = {person.address: _person(person, password=PASSWORD) for person in SIGN_INS}
    authors = {name: _person(person, password=None) for name, person in AUTHORS.items()}
    cases_setup.load_samples(authors=authors, reviewer=people["staff@example.jp"])
    knowhow_samples.load_samples(authors=authors)
    load_clinic_sample(authors=authors)
    load_sample_check(people["supporter@example.jp"])
    load_sample_stops(authors=authors)


def prepare_with_samples() -> None:
    """A whole site to look at and to measure: the tables, what every site begins with, and the demo. What is there already stays."""
    prepare_database()
    fill_site()
    load_demo()


@transaction.atomic
def _person(person: DemoPerson, *, password: str | None) -> User:
    """The person; one that is there already stays as it is."""
    user = User.objects.filter(email=person.address).first()
    if user is not None:
        return user
    make = User.objects.create_superuser if person.is_owner else User.objects.create_user
    user = make(person.address, password, display_name=person.display_name)
    EmailAddress.objects.create(user=user, email=person.address, verified=True, primary=True)
    if person.roles:
        grant_roles(user=user, roles=person.roles, by=None)
    if person.organisation:
        name, kind, prefecture = person.organisation
        organisation, _ = Organisation.objects.get_or_create(
            name=name, prefecture=prefecture, defaults={"organisation_type": kind, "is_verified": True} | _ABOUT[name]
        )
        confirm_membership(user=user, organisation=organisation, by=None)
        user.listed_at_organisation = True
        user.save(update_fields=["listed_at_organisation"])
    return user
