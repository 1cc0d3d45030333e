"""Which terms texts are cut by: every process takes up the newest version within seconds, and asks for it only when something is searched."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.cache import caches

from bansou.search.models import TermGroup, TermsVersion
from bansou.search.terms import Terms
from bansou.search.words import forms_of_term, terms_in_use, use_terms

#: Seconds after which a process looks anew: so long may it cut by the version before.
REMEMBERED_SECONDS = 5
REMEMBERED_AS = "search-terms-looked-at"


def keep_up() -> None:
    """Before something is searched: take up the newest version, unless this process looked a moment ago."""
    moments = caches["moments"]
    if moments.get(REMEMBERED_AS) is None:
        moments.set(REMEMBERED_AS, True, REMEMBERED_SECONDS)
        take_up()


def take_up() -> None:
    """Take up the newest version now: before an entry is written, so that what is indexed is never older than the version. One query."""
    newest = TermsVersion.objects.order_by("-pk").values_list("fingerprint", flat=True).first() or ""
    if newest != terms_in_use().fingerprint:
        use_terms(compiled(TermsVersion.objects.latest().kept if newest else (), newest))


def compiled(groups: Iterable[Sequence[Any]], fingerprint: str) -> Terms:
    """The groups as texts are searched for them."""
    read = ((number, [forms_of_term(term) for term in terms], is_one_way) for number, terms, is_one_way in groups)
    return Terms(read, fingerprint)


def edited() -> Terms:
    """The groups as staff have them now, in force or not."""
    groups = TermGroup.objects.as_kept()
    return compiled(groups, fingerprint_of(groups))


def fingerprint_of(groups: Sequence[Any]) -> str:
    """The same for the same groups, "" for none."""
    return hashlib.sha256(json.dumps(groups).encode()).hexdigest() if groups else ""


def has_changes() -> bool:
    """Whether staff have changed groups since they were last put in force."""
    newest = TermsVersion.objects.order_by("-pk").values_list("fingerprint", flat=True).first() or ""
    return fingerprint_of(TermGroup.objects.as_kept()) != newest


def forms_changed(before: Iterable[Sequence[Any]], after: Iterable[Sequence[Any]]) -> set[tuple[str, ...]]:
    """The terms, by their forms, that belong to other groups than they did: texts with them are indexed anew."""
    old, new = _groups_by_forms(before), _groups_by_forms(after)
    return {forms for forms in old.keys() | new.keys() if old.get(forms) != new.get(forms)}


def _groups_by_forms(groups: Iterable[Sequence[Any]]) -> dict[tuple[str, ...], set[int]]:
    found: dict[tuple[str, ...], set[int]] = {}
    for number, terms, _ in groups:
        for term in terms:
            found.setdefault(forms_of_term(term), set()).add(number)
    return found
