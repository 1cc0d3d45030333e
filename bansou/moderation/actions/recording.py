"""Writes the record of what staff decided."""

from collections.abc import Collection

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

from accounts.models import User
from bansou.moderation.models import Decision


def record_decision(*, by: User | None, target: Model, verb: str, reason: str, actor: str = "") -> Decision:
    """Write down that `by` did `verb` (a short Japanese past verb: 非表示にした) to the target, and why.

    `actor` says in words who it was where there is no account (`by` None): 「経営者（確認リンク）」. Call it inside the transaction of the act
    itself, so that neither is without the other; late in it, because all who record wait for the end of each other's transactions.
    """
    return Decision.objects.create(
        by=by,
        actor=actor,
        verb=verb,
        reason=reason,
        content_type=ContentType.objects.get_for_model(target),
        object_id=target.pk,
        target_name=str(target)[:200],
    )


def record_roles(user: User, by: User | None, before: Collection[str], after: Collection[str], why: str) -> None:
    """Write down that somebody's roles changed (told by accounts). `by` is None for commands of the operator."""
    reason = f"{'、'.join(before) or '役割なし'} から {'、'.join(after) or '役割なし'} に{f'（{why}）' if why else ''}"
    record_decision(by=by, actor="" if by else "運用のコマンド", target=user, verb="役割を変えた", reason=reason)
