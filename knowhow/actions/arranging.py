"""Keeping topics in order: no more replies, to another board, apart."""

import uuid
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.refusals import Refused
from bansou.moderation.actions import record_decision, tell
from bansou.moderation.models import Decision
from bansou.text.markdown import excerpt
from knowhow.actions.counters import count_anew
from knowhow.actions.merging import check_not_more_readers
from knowhow.models import Board, Lock, Mention, PostPicture, Reply, Topic, TopicKind
from knowhow.models.topic import EXCERPT_MAX
from knowhow.permissions import check_can_arrange, check_can_lock

_LOCKED = ("lock", "lock_reason")


@transaction.atomic
def lock_topic(*, by: User, topic: Topic, lock: Lock, reason: str) -> None:
    """Take no more replies, for now (PAUSED) or for good (CLOSED); the page says why. Whoever is writing keeps his text."""
    check_can_lock(by)
    current = _held_still(topic)
    current.lock, current.lock_reason = lock, reason
    current.save(update_fields=_LOCKED)
    verb = "受け付けを終えた" if lock == Lock.CLOSED else "返信を止めた"
    _tell_opener(current, record_decision(by=by, target=current, verb=verb, reason=reason))


@transaction.atomic
def unlock_topic(*, by: User, topic: Topic, reason: str) -> None:
    """Take replies again. Twice is once."""
    check_can_lock(by)
    current = _held_still(topic)
    if not current.lock:
        return
    current.lock, current.lock_reason = "", ""
    current.save(update_fields=_LOCKED)
    _tell_opener(current, record_decision(by=by, target=current, verb="返信を受け付けるようにした", reason=reason))


@transaction.atomic
def move_topic(*, by: User, topic: Topic, board: Board, reason: str) -> None:
    """Put a topic on another board, never before more readers than it was written for. The opener is told. Twice is once."""
    check_can_arrange(by, topic)
    current = _held_still(topic)
    if current.board_id == board.pk:
        return
    check_not_more_readers(current.board, board)
    current.board = board
    current.save(update_fields=["board"])
    _tell_opener(current, record_decision(by=by, target=current, verb="掲示板を移した", reason=f"{reason}（{board.name}へ）"))


@transaction.atomic
def split_topic(*, by: User, topic: Topic, replies: Sequence[Reply], title: str, reason: str) -> Topic:
    """Make a topic of its own of some replies, the first of which opens it.

    The first one's row stays where it was, hidden, with a pointer: what others tied to it is not lost.
    """
    check_can_arrange(by, topic)
    current = _held_still(topic)
    chosen = list(
        Reply.objects.select_for_update(of=("self",))
        .filter(topic=current, pk__in=[reply.pk for reply in replies])
        .order_by("created_at", "pk")
    )
    if not chosen or not chosen[0].is_in_sight:
        raise Refused("分ける返信を選んでください。一つ目は、表示している返信にします。")
    opening, others = chosen[0], chosen[1:]
    made = Topic.objects.create(
        board=current.board, kind=TopicKind.TALK, title=title, body=opening.body, body_html=opening.body_html,
        excerpt=excerpt(opening.body, EXCERPT_MAX), author=opening.author, organisation=opening.organisation, alias=opening.alias,
        created_at=opening.created_at, last_posted_at=opening.created_at, edited_at=opening.edited_at,
        edit_version=opening.edit_version, submission_key=uuid.uuid4(),
    )  # fmt: skip
    Reply.objects.filter(pk__in=[reply.pk for reply in others]).update(topic=made)
    opening.hidden_at, opening.hidden_by = timezone.now(), by
    opening.hidden_reason = f"話題「{title}」として分けました。"
    opening.save(update_fields=["hidden_at", "hidden_by", "hidden_reason"])
    for of_text in (Mention, PostPicture):
        of_text._default_manager.filter(reply=opening).update(reply=None, topic=made)
    count_anew(made)
    count_anew(current)
    decision = record_decision(by=by, target=current, verb="返信を分けて話題にした", reason=f"{reason}（話題{made.pk}）")
    if opening.author_id != by.pk:
        tell(person=opening.author, decision=decision, target=made)
    return made


def _held_still(topic: Topic) -> Topic:
    """The topic as it stands now, held until the transaction ends; refused where it ended already."""
    current = Topic.objects.select_for_update(of=("self",)).get(pk=topic.pk)
    if current.merged_into_id:
        raise Refused("この話題は、別の話題に統合されています。")
    return current


def _tell_opener(topic: Topic, decision: Decision) -> None:
    if topic.author_id != decision.by_id:
        tell(person=topic.author, decision=decision, target=topic)
