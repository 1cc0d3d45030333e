"""Writes the record of what staff decided."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

from accounts.models import User
from bansou.moderation.models import Decision


def record_decision(*, by: User, target: Model, verb: str, reason: str) -> Decision:
    """Write down that `by` did `verb` (a short Japanese past verb: 非表示にした) to the target, and why.

    Call it inside the transaction of the act itself, so that neither is without the other.
    """
    return Decision.objects.create(
        by=by,
        verb=verb,
        reason=reason,
        content_type=ContentType.objects.get_for_model(target),
        object_id=target.pk,
        target_name=str(target)[:200],
    )
