"""Merging one topic into another, with everything that hangs on it."""

import uuid

from django.db import transaction

from accounts.models import User
from accounts.refusals import Refused
from bansou.moderation.actions import record_decision, tell
from bansou.text.markdown import render
from knowhow.actions.counters import count_anew
from knowhow.actions.moving import move_along
from knowhow.models import Board, Reply, Topic
from knowhow.models.board import BOARD_AUDIENCES
from knowhow.models.post import BODY_MAX
from knowhow.permissions import check_can_arrange


@transaction.atomic
def merge_topics(*, by: User, topic: Topic, into: Topic, reason: str) -> Topic:
    """Let `topic` end and its texts stand in `into`, in the order of time. Its address leads there. Twice is once.

    Both authors are told. Refused where people would read what was not written for them.
    """
    # Always in the same order, so that two merges at once wait instead of standing in each other's way.
    locked = {
        found.pk: found
        for found in Topic.objects.select_for_update(of=("self",)).filter(pk__in=(topic.pk, into.pk)).order_by("pk")
    }
    ended, kept = locked[topic.pk], locked[into.pk]
    if ended.merged_into_id == kept.pk:
        return kept
    check_can_arrange(by, ended)
    check_can_arrange(by, kept)
    if ended.pk == kept.pk or ended.merged_into_id or kept.merged_into_id:
        raise Refused("統合する先には、ほかの、まだ統合していない話題を選んでください。")
    check_not_more_readers(ended.board, kept.board)
    Reply.objects.filter(topic=ended).update(topic=kept)
    move_along(ended, kept, opening=_opening_as_reply(ended, kept))
    Topic.objects.filter(merged_into=ended).update(merged_into=kept)
    ended.merged_into = kept
    ended.save(update_fields=["merged_into"])
    for counted in (ended, kept):
        count_anew(counted)
    decision = record_decision(by=by, target=ended, verb=f"話題{kept.pk}に統合した"[:40], reason=reason)
    if ended.author_id != by.pk:
        tell(person=ended.author, decision=decision, target=kept)
    return kept


def check_not_more_readers(before: Board, after: Board) -> None:
    """Raise Refused where a text would come to people for whom it was not written."""
    widest_first = [audience.value for audience in BOARD_AUDIENCES]
    if widest_first.index(after.audience) < widest_first.index(before.audience):
        raise Refused(f"「{after.name}」は、読める人が今より広い掲示板です。書いた方は今の範囲に向けて書いたので、移せません。")


def _opening_as_reply(ended: Topic, kept: Topic) -> Reply:
    """The text that opened the ended topic, under its title, as a reply of the same person and moment."""
    titled = f"■ {ended.title}\n\n{ended.body}"
    fits = len(titled) <= BODY_MAX
    return Reply.objects.create(
        topic=kept, author=ended.author, organisation=ended.organisation, alias=ended.alias,
        body=titled if fits else ended.body, body_html=(render(f"■ {ended.title}") if fits else "") + ended.body_html,
        created_at=ended.created_at, edited_at=ended.edited_at, edit_version=ended.edit_version,
        hidden_at=ended.hidden_at, hidden_by=ended.hidden_by, hidden_reason=ended.hidden_reason,
        held_at=ended.held_at, held_for=ended.held_for, held_reason=ended.held_reason, submission_key=uuid.uuid4(),
        helpful_count=ended.helpful_count, tried_count=ended.tried_count,
    )  # fmt: skip
