"""Every write and every recorded look at what is kept encrypted about a case."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from accounts.models import BelongingPaper, User
from bansou.moderation.actions import record_decision
from bansou.moderation.limits import check_limit
from cases.models import Case, ConsentSheet, PresidentLink, PrivateSide, SuperiorLink
from cases.models.private import PrivateFacts
from cases.permissions import check_can_reveal, check_can_write_private
from cases.sealing import reseal


@sensitive_variables("facts")
@transaction.atomic
def write_private(*, case: Case, by: User, facts: PrivateFacts, delete_on: datetime.date) -> None:
    """Keep the facts until the date; empty ones delete what was kept."""
    check_can_write_private(by, case)
    check_limit(by, "private")
    if facts.is_empty:
        PrivateSide.objects.filter(case=case).delete()
        return
    side = PrivateSide.objects.select_for_update().filter(case=case).first() or PrivateSide(case=case)
    side.seal(facts)
    side.delete_on, side.updated_by, side.updated_at = delete_on, by, timezone.now()
    side.save()


@transaction.atomic
def reveal_private(*, case: Case, by: User, reason: str) -> PrivateFacts:
    """The facts for a member of staff, once; who looked and why stands in the record of decisions."""
    check_can_reveal(by, case)
    record_decision(by=by, target=case, verb="非公開の情報を見た", reason=reason)
    side = PrivateSide.objects.filter(case=case).first()
    return side.facts if side else PrivateFacts()


def delete_due_private_sides(*, today: datetime.date | None = None) -> int:
    """Delete those whose date has come; returns how many. For the daily run."""
    _, deleted = PrivateSide.objects.filter(delete_on__lte=today or timezone.localdate()).delete()
    return deleted.get(PrivateSide._meta.label, 0)


def reseal_all() -> int:
    """Put everything that is sealed under the newest key; returns how many rows. May run while the site runs, and twice."""
    done = 0
    for model in (PrivateSide, ConsentSheet, PresidentLink, SuperiorLink, BelongingPaper):
        for pk in model._default_manager.values_list("pk", flat=True).iterator():
            with transaction.atomic():
                row = model._default_manager.select_for_update().filter(pk=pk).first()
                if row is not None:
                    row.sealed = reseal(row.sealed)
                    row.save(update_fields=["sealed"])
                    done += 1
    return done
