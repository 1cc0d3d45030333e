"""Which mail domains may speak for one organisation, and which never do."""

import re
import unicodedata
from pathlib import Path

from django.core.exceptions import ValidationError

#: Anybody gets an address there: mail services, providers' mailboxes, telephone companies. Those that Japanese offices meet most, one a line.
FREE_MAIL = frozenset((Path(__file__).parent / "free_mail_domains.txt").read_text(encoding="ascii").split())
#: What registries hand out parts of: nobody's own.
_REGISTRIES = frozenset(
    "jp com net org info biz co.jp or.jp ne.jp ac.jp go.jp lg.jp gr.jp ed.jp ad.jp".split()  # noqa: SIM905 (a list to be read)
)
_DOMAIN = re.compile(r"(?=.{4,253}\Z)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")

#: Registries that know whom they give a name to (rules of JPRS): the address alone shows what kind of body it is.
_PUBLIC_KINDS = {"lg.jp": "地方公共団体のアドレス（lg.jp）", "go.jp": "国の機関・独立行政法人のアドレス（go.jp）"}


def domain_of(address: str) -> str:
    """The part after the last @, in lower case."""
    return address.rpartition("@")[2].strip().lower()


def clean_domain(text: str) -> str:
    """What somebody typed (「＠Example.or.jp」) as a domain. Raises ValidationError, in words, where it can speak for nobody."""
    domain = unicodedata.normalize("NFKC", text).strip().lower().rpartition("@")[2]
    if not _DOMAIN.fullmatch(domain):
        raise ValidationError(
            f"「{text.strip()}」は、メールアドレスの@より後ろの形（example.or.jp）ではありません。", code="not_a_domain"
        )
    if domain in FREE_MAIL or domain in _REGISTRIES:
        raise ValidationError(
            f"「{domain}」は、どなたでもアドレスを持てるドメインです。所属の証明には使えません。", code="anybodys"
        )
    return domain


def kind_of(domain: str) -> str:
    """What staff may conclude from the domain, in words; "" where nothing."""
    if domain in FREE_MAIL:
        return "どなたでも持てるアドレス（フリーメールなど）"
    return next((words for ending, words in _PUBLIC_KINDS.items() if domain.endswith(f".{ending}")), "")
