"""Posts that only their author and staff see for a while: a newcomer's first, one that three reported, one that staff ask to change."""

import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.refusals import Refused
from bansou.moderation.actions import put_in_queue, record_decision, tell
from bansou.moderation.models import Decision, Origin, Outcome, Report, ReportState
from knowhow.actions.counters import count_hidden_reply, count_shown_reply, index_topic
from knowhow.models import HeldFor, Post, Reply, Topic
from knowhow.permissions import check_can_hide

#: The columns that say so.
HELD = ("held_at", "held_for", "held_reason")
_REPORTED = "別々の機関の三人から通報があったため、事務局が確認するまで見えなくしました。"
#: The same text again within so long is not said again. Shorter ones are thanks, which may be said alike.
_AGAIN_WITHIN, _AGAIN_FROM = datetime.timedelta(days=1), 30


def is_first_post_of(person: User) -> bool:
    """Whether nobody vouches for the person and nothing of his was in sight yet."""
    if person.is_staff or person.is_supporter:
        return False
    return not any(model._default_manager.filter(author=person).shown().exists() for model in (Topic, Reply))


def hold_first_post(post: Topic | Reply) -> None:
    """Before it is saved: hold it, if it is somebody's first."""
    if is_first_post_of(post.author):
        post.held_at, post.held_for = timezone.now(), HeldFor.NEWCOMER


def queue_if_held(post: Topic | Reply) -> bool:
    """After it is saved: whether it is held; staff find it in their queue."""
    if post.is_held:
        put_in_queue(post, Origin.FIRST_POST)
    return post.is_held


def check_not_repeated(by: User, body: str, *, post: Post) -> None:
    """Raise Refused where the person posted the same text lately. The same press of the same button is not a repetition."""
    since = timezone.now() - _AGAIN_WITHIN
    said = [
        model._default_manager.filter(author=by, body=body, created_at__gte=since).exclude(submission_key=post.submission_key)
        for model in (Topic, Reply)
    ]
    if len(body) >= _AGAIN_FROM and not by.is_staff and any(found.exists() for found in said):
        raise Refused(
            "同じ文章を、24時間のうちに投稿しています。前の投稿をご確認ください。続きを書くときは、文章を変えてください。"
        )


@transaction.atomic
def hold_reported_post(post: Topic | Reply) -> None:
    """Three independent reports: out of sight until staff looked at it. The author learns of it. Twice is once."""
    current = locked(post)
    if not current.is_in_sight:
        return
    _hold(current, HeldFor.REPORTS)
    decision = record_decision(by=None, actor="自動（通報）", target=current, verb="確認するまで見えなくした", reason=_REPORTED)
    tell(person=current.author, decision=decision, target=current)


@transaction.atomic
def ask_to_edit(*, by: User, target: Topic | Reply, reason: str) -> None:
    """Ask the author to change a post; until he does, he and staff alone see it. `reason` says what to change."""
    check_can_hide(by)
    current = locked(target)
    if current.is_hidden:
        raise Refused("非表示の投稿です。修正をお願いする前に、表示に戻してください。")
    _hold(current, HeldFor.ASKED, reason=reason)
    decision = record_decision(by=by, target=current, verb="修正をお願いした", reason=reason)
    tell_author(current, decision)


def note_first_look(post: Topic | Reply, *, by: User, outcome: Outcome) -> None:
    """Staff looked at a first post outside their queue: it waits there no longer."""
    waiting = Report.objects.open().about(post).filter(origin=Origin.FIRST_POST)
    waiting.update(state=ReportState.DONE, outcome=outcome, closed_at=timezone.now(), closed_by=by)


def release_if_edited(post: Topic | Reply) -> None:
    """After its author edited it: what staff asked for is done, and the post is back."""
    if post.held_for == HeldFor.ASKED:
        asked = post.held_reason
        release(post)
        # Whoever writes under an alias stands under it in the record too.
        by = None if post.alias else post.author
        record_decision(by=by, actor=post.alias, target=post, verb="頼まれて修正し、表示に戻った", reason=asked)


def _hold(post: Topic | Reply, why: HeldFor, *, reason: str = "") -> None:
    was_in_sight = post.is_in_sight
    post.held_at, post.held_for, post.held_reason = timezone.now(), why, reason
    post.save(update_fields=HELD)
    if isinstance(post, Reply) and was_in_sight:
        count_hidden_reply(post)


def release(post: Topic | Reply) -> None:
    """Put a held post, locked by the caller, back into sight."""
    was_new = post.held_for == HeldFor.NEWCOMER
    post.held_at, post.held_for, post.held_reason = None, "", ""
    dated: list[str] = []
    if was_new:
        # For its readers it is posted now: it stands where the newest stand.
        post.created_at = timezone.now()
        post.edited_at = post.created_at if post.edited_at else None
        dated = ["created_at", "edited_at"]
        if isinstance(post, Topic):
            post.last_posted_at = post.created_at
            dated.append("last_posted_at")
    post.save(update_fields=[*HELD, *dated])
    if isinstance(post, Reply):
        count_shown_reply(post)
    else:
        index_topic(post.pk)


def locked[P: (Topic, Reply)](post: P) -> P:
    """The post as it stands now, held until the transaction ends."""
    return type(post)._default_manager.select_for_update(of=("self",)).get(pk=post.pk)


def tell_author(post: Topic | Reply, decision: Decision) -> None:
    """Tell the author what was decided, unless he decided it."""
    if post.author_id != decision.by_id:
        tell(person=post.author, decision=decision, target=post)
