"""Taking a post out of sight, with a reason, and bringing it back."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.refusals import Refused
from bansou.moderation.actions import record_decision
from bansou.moderation.models import Outcome
from knowhow.actions.counters import count_hidden_reply, count_shown_reply
from knowhow.actions.holding import HELD, note_first_look
from knowhow.actions.telling import tell_decision
from knowhow.models import Reply, Topic
from knowhow.permissions import check_can_hide

_HIDDEN = ("hidden_at", "hidden_by", "hidden_reason")


@transaction.atomic
def hide_post(*, by: User, post: Topic | Reply, reason: str) -> None:
    """Take a topic or a reply out of everybody's sight but its author's and staff's. The author is told why. Twice is once."""
    check_can_hide(by)
    current = _locked(post)
    if current.is_hidden:
        return
    was_in_sight = current.is_in_sight
    current.hidden_at, current.hidden_by, current.hidden_reason = timezone.now(), by, reason
    current.held_at, current.held_for, current.held_reason = None, "", ""
    current.save(update_fields=[*_HIDDEN, *HELD])
    if isinstance(current, Reply) and was_in_sight:
        count_hidden_reply(current)
    note_first_look(current, by=by, outcome=Outcome.ACTED)
    decision = record_decision(by=by, target=current, verb="非表示にした", reason=reason)
    tell_decision("post_hidden", current, decision)


@transaction.atomic
def show_post_again(*, by: User, post: Topic | Reply, reason: str) -> None:
    """Bring a hidden post back. The author is told."""
    check_can_hide(by)
    current = _locked(post)
    if not current.is_hidden:
        return
    if isinstance(current, Topic) and current.is_put_away:
        raise Refused("相談した方が片づけたクリニックは、表示に戻せません。")
    current.hidden_at, current.hidden_by, current.hidden_reason = None, None, ""
    current.save(update_fields=_HIDDEN)
    if isinstance(current, Reply):
        count_shown_reply(current)
    decision = record_decision(by=by, target=current, verb="表示に戻した", reason=reason)
    tell_decision("post_shown_again", current, decision)


def _locked[P: (Topic, Reply)](post: P) -> P:
    """The post as it stands now, held until the transaction ends."""
    return type(post)._default_manager.select_for_update(of=("self",)).get(pk=post.pk)
