"""Writes of search: its terms, and what follows for the index."""

from collections.abc import Iterator, Sequence
from itertools import batched, pairwise
from pathlib import Path
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from modelsearch.backends.database.postgres.postgres import IndexEntry

from accounts.models import User
from bansou.search import lexemes, terms_in_force
from bansou.search.backend import WrittenQuery
from bansou.search.indexing import hold_free, thing_at, write
from bansou.search.models import TermGroup, TermsVersion
from bansou.search.permissions import check_can_keep_terms

#: The field's terms with which a site begins.
SHIPPED = Path(__file__).parent / "terms.txt"
#: Entries that are written in one transaction, and terms that are looked for in one query.
_ENTRIES_AT_ONCE, _TERMS_AT_ONCE = 50, 20


@transaction.atomic
def write_terms() -> int:
    """Add the groups of terms.txt that are not there yet; what staff changed or left unused stays. Gives how many were new.

    Raises ValidationError with the group's line.
    """
    known = set(TermGroup.objects.exclude(shipped_as=None).values_list("shipped_as", flat=True))
    made = 0
    for line in SHIPPED.read_text(encoding="utf-8").splitlines():
        group = _read_line(line)
        if group is None or group.shipped_as in known:
            continue
        try:
            group.full_clean()
        except Exception as error:
            error.add_note(f"in {line!r}")
            raise
        group.save()
        made += 1
    return made


def _read_line(line: str) -> TermGroup | None:
    """「資金繰り／キャッシュフロー」; 「後継者→第三者承継／従業員承継」 widens only its first; None for a comment and an empty line."""
    line = line.partition("#")[0].strip()
    if not line:
        return None
    terms = line.replace("→", "／").split("／")
    return TermGroup(terms="\n".join(terms), is_one_way="→" in line, shipped_as=terms[0].strip())


@transaction.atomic
def put_terms_in_force(*, by: User | None) -> TermsVersion | None:
    """Have texts and queries cut by the groups as they are now; None if they are in force already. Raises Refused.

    Every process takes them up within seconds; then a task writes the entries anew that have one of the changed terms.
    by: None for the machinery, when the site is filled.
    """
    if by is not None:
        check_can_keep_terms(by)
    groups = TermGroup.objects.as_kept()
    fingerprint = terms_in_force.fingerprint_of(groups)
    newest = TermsVersion.objects.select_for_update().order_by("-pk").first()
    if fingerprint == (newest.fingerprint if newest else ""):
        return None
    version = TermsVersion.objects.create(fingerprint=fingerprint, groups=groups)
    from bansou.search.tasks import plan_reaching  # above the actions: the task calls one

    transaction.on_commit(plan_reaching)
    return version


def reach_entries() -> int:
    """Write the entries anew that have a term which changed with a version that has not reached the index yet. Gives how many.

    May run twice, and goes on from its beginning where it was stopped: the rows of the versions say what is left.
    """
    terms_in_force.take_up()
    versions = list(TermsVersion.objects.order_by("pk"))
    waiting = [version for version in versions if version.reached_at is None]
    if not waiting:
        return 0
    before = [version for version in versions if version.pk < waiting[0].pk][-1:]
    steps: list[Sequence[Any]] = [*(version.kept for version in before or [TermsVersion(groups=[])]), *(v.kept for v in waiting)]
    changed = {forms for old, new in pairwise(steps) for forms in terms_in_force.forms_changed(old, new)}
    written = sum(_write_entries(entries) for entries in batched(_entries_with(changed), _ENTRIES_AT_ONCE))
    TermsVersion.objects.filter(pk__in=[version.pk for version in waiting]).update(reached_at=timezone.now())
    return written


def _entries_with(changed: set[tuple[str, ...]]) -> Iterator[tuple[int, str]]:
    """(content type, key) of the entries that have one of the terms, each once."""
    found: set[tuple[int, str]] = set()
    for forms in batched(sorted(changed), _TERMS_AT_ONCE):
        query = WrittenQuery(lexemes.joined([lexemes.units_query(term) for term in forms], "or"))
        entries = IndexEntry.objects.filter(Q(body=query) | Q(title=query))
        found.update(entries.values_list("content_type_id", "object_id"))
    return iter(sorted(found))


@transaction.atomic
def _write_entries(entries: Sequence[tuple[int, str]]) -> int:
    """Write these entries anew; who writes one at the moment does so by the same terms."""
    models = {number: ContentType.objects.get_for_id(number).model_class() for number in {number for number, _ in entries}}
    held = hold_free(
        [thing_at(model, key) for number, key in entries if (model := models[number])]
    )  # None: of an app that is gone
    write(held)
    return len(held)
