"""Who looks after a board: a change is written down, whichever form makes it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from accounts.models import User
from bansou.moderation.actions import record_decision
from knowhow.models import Board


@contextmanager
def host_written_down(board: Board, *, by: User) -> Iterator[None]:
    """What happens inside to the board's host stands in the record, if it changed anything. One transaction with the change."""
    with transaction.atomic():
        before = Board.objects.with_hosts().select_for_update(of=("self",)).filter(pk=board.pk).first()
        yield
        had = before.host if before else None
        if had != board.host:
            reason = f"{had or '案内役なし'} から {board.host or '案内役なし'} に"
            record_decision(by=by, target=board, verb="案内役を変えた", reason=reason)
