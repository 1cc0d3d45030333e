"""Staff looked at a held post and let everybody read it."""

from django.db import transaction

from accounts.models import User
from bansou.moderation.actions import record_decision
from bansou.moderation.models import Outcome
from knowhow.actions.case_links import link_cases
from knowhow.actions.following import follow_own
from knowhow.actions.holding import locked, note_first_look, release, tell_author
from knowhow.actions.telling import tell_of_reply, tell_of_topic
from knowhow.models import HeldFor, Reply, Topic
from knowhow.permissions import check_can_hide

_LOOKED_AT = "はじめての投稿を確認しました。これからの投稿は、すぐに表示されます。"


@transaction.atomic
def release_post(*, by: User, target: Topic | Reply, reason: str = _LOOKED_AT) -> None:
    """Let everybody of the board read a held post. Twice is once."""
    check_can_hide(by)
    current = locked(target)
    if not current.is_held:
        return
    was_new = current.held_for == HeldFor.NEWCOMER
    release(current)
    if was_new and isinstance(current, Reply):
        link_cases(current)
        follow_own(current)
        tell_of_reply(current)
    elif was_new:
        tell_of_topic(current)
    decision = record_decision(by=by, target=current, verb="確認して表示した", reason=reason)
    tell_author(current, decision)
    note_first_look(current, by=by, outcome=Outcome.KEPT)
