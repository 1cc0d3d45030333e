"""Public bodies whose mail domain everybody knows: whoever has a confirmed address there belongs there, and nobody of staff need look.

The prefectures' lg.jp names follow one rule of the registry (pref.<name>.lg.jp; Tokyo is metro). Others are added by staff in the admin.
"""

from dataclasses import dataclass

from accounts.mail_domains import domain_of
from accounts.models import OrganisationDomain
from accounts.organisation_types import OrganisationType
from accounts.prefectures import Prefecture


@dataclass(frozen=True)
class PublicBody:
    """An organisation as it is entered when its first person comes."""

    name: str
    organisation_type: OrganisationType
    prefecture: Prefecture


_PREFECTURES = [
    "hokkaido",
    "aomori",
    "iwate",
    "miyagi",
    "akita",
    "yamagata",
    "fukushima",
    "ibaraki",
    "tochigi",
    "gunma",
    "saitama",
    "chiba",
    "tokyo",
    "kanagawa",
    "niigata",
    "toyama",
    "ishikawa",
    "fukui",
    "yamanashi",
    "nagano",
    "gifu",
    "shizuoka",
    "aichi",
    "mie",
    "shiga",
    "kyoto",
    "osaka",
    "hyogo",
    "nara",
    "wakayama",
    "tottori",
    "shimane",
    "okayama",
    "hiroshima",
    "yamaguchi",
    "tokushima",
    "kagawa",
    "ehime",
    "kochi",
    "fukuoka",
    "saga",
    "nagasaki",
    "kumamoto",
    "oita",
    "miyazaki",
    "kagoshima",
    "okinawa",
]


def _domain(name: str) -> str:
    return "metro.tokyo.lg.jp" if name == "tokyo" else f"pref.{name}.lg.jp"


#: By domain. The order of the names above is that of the codes.
PUBLIC_BODIES: dict[str, PublicBody] = {
    _domain(name): PublicBody(prefecture.label, OrganisationType.LOCAL_GOVERNMENT, prefecture)
    for name, prefecture in zip(_PREFECTURES, Prefecture, strict=True)
} | {
    "smrj.go.jp": PublicBody("中小企業基盤整備機構", OrganisationType.SMRJ, Prefecture.TOKYO),
    "meti.go.jp": PublicBody("経済産業省（中小企業庁・経済産業局）", OrganisationType.BUREAU, Prefecture.TOKYO),
    "jfc.go.jp": PublicBody("日本政策金融公庫", OrganisationType.POLICY_BANK, Prefecture.TOKYO),
}


def public_body_of(address: str) -> PublicBody | None:
    """The body that the address's domain speaks for, while no organisation of the list has that domain; None for any other address."""
    domain = domain_of(address)
    body = PUBLIC_BODIES.get(domain)
    # Where staff took the verification of its organisation away, the domain is still that organisation's, and proves nothing.
    if body is None or OrganisationDomain.objects.filter(domain=domain).exists():
        return None
    return body
