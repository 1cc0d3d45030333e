"""Writes about organisations themselves."""

from collections.abc import Iterable

from django.db import transaction

from accounts.models import Organisation, OrganisationDomain, User
from accounts.rooms_above import record_decision


@transaction.atomic
def set_domains(*, organisation: Organisation, domains: Iterable[str], by: User | None) -> None:
    """Exactly these mail domains (cleaned) speak for the organisation from now on. Who was confirmed by another stays so until his term ends."""
    wanted = set(domains)
    before = set(organisation.domains.values_list("domain", flat=True))
    organisation.domains.exclude(domain__in=wanted).delete()
    for domain in sorted(wanted - before):
        OrganisationDomain.objects.create(organisation=organisation, domain=domain)
    if wanted != before:
        reason = f"前：{_words(before)}　後：{_words(wanted)}"
        record_decision(by=by, target=organisation, verb="メールのドメインを変えた", reason=reason)


def _words(domains: set[str]) -> str:
    return "、".join(sorted(domains)) or "なし"
