"""Taking a post out of sight, with a reason, and bringing it back."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.refusals import Refused
from bansou.moderation.actions import record_decision
from bansou.notifications.actions import send_letter
from knowhow.actions.counters import count_hidden_reply, count_shown_reply
from knowhow.models import Post, Reply, Topic
from knowhow.permissions import check_can_hide

_HIDDEN = ("hidden_at", "hidden_by", "hidden_reason")


@transaction.atomic
def hide_post(*, by: User, post: Topic | Reply, reason: str) -> None:
    """Take a topic or a reply out of everybody's sight but its author's and staff's. The author is told why. Twice is once."""
    check_can_hide(by)
    current = _locked(post)
    if current.is_hidden:
        return
    current.hidden_at, current.hidden_by, current.hidden_reason = timezone.now(), by, reason
    current.save(update_fields=_HIDDEN)
    if isinstance(current, Reply):
        count_hidden_reply(current)
    record_decision(by=by, target=current, verb="非表示にした", reason=reason)
    _tell_author(current, by=by, template="post_hidden", reason=reason)


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
    record_decision(by=by, target=current, verb="表示に戻した", reason=reason)
    _tell_author(current, by=by, template="post_shown_again", reason=reason)


def _locked[P: (Topic, Reply)](post: P) -> P:
    """The post as it stands now, held until the transaction ends."""
    return type(post)._default_manager.select_for_update(of=("self",)).get(pk=post.pk)


def _tell_author(post: Post, *, by: User, template: str, reason: str) -> None:
    if post.author_id != by.pk:
        topic = post.topic if isinstance(post, Reply) else post
        send_letter(to=post.author, template=template, context={"post": post, "topic": topic, "reason": reason})
