"""Opening a topic and replying.

The row comes first and the limit after it: of two presses of one button the second waits for the first and finds its row, instead of
being told that it came too soon. What is refused after that is rolled back with its row.
"""

import uuid
from collections.abc import Iterable

from django.db import IntegrityError, transaction

from accounts.models import User
from bansou.moderation.limits import check_limit
from cases.models import Case, Keyword
from knowhow.actions.aliases import alias_in, next_number_in, number_apart
from knowhow.actions.case_links import link_cases
from knowhow.actions.counters import count_new_reply
from knowhow.actions.following import follow_own
from knowhow.actions.holding import check_not_repeated, hold_first_post, queue_if_held
from knowhow.actions.reading_marks import mark_read
from knowhow.actions.telling import tell_of_reply, tell_of_topic
from knowhow.actions.texts import read_text
from knowhow.models import Board, Reply, Topic
from knowhow.permissions import check_can_post, check_can_reply, check_fits_round, check_takes_replies


@transaction.atomic
def post_topic(
    *, by: User, board: Board, kind: str, title: str, body: str, submission_key: uuid.UUID,
    keywords: Iterable[Keyword] = (), case: Case | None = None, alias: str = "",
) -> Topic:  # fmt: skip
    """Open a topic. The same key again, by the same person, gives the topic that the first press made.

    `case` is the case that it asks about: such as the person may read. `alias`: under which name, in a clinic (see `open_clinic`); with it goes no organisation.
    """
    if existing := Topic.objects.filter(author=by, submission_key=submission_key).first():
        return existing
    check_can_post(by, board)
    text = read_text(body, by=by, board=board)
    topic = Topic(
        pk=number_apart() if alias else None,
        board=board,
        kind=kind,
        title=title,
        body=body,
        body_html=text.html,
        excerpt=text.excerpt,
        author=by,
        organisation=None if alias else by.organisation,
        alias=alias,
        submission_key=submission_key,
    )
    topic.last_posted_at = topic.created_at
    check_not_repeated(by, body, post=topic)
    hold_first_post(topic)
    saved = _saved_once(topic, limit="topic")
    if saved is topic:
        topic.keywords.set(keywords)
        link_cases(topic, subject=case)
        follow_own(topic)
        mark_read(by=by, topic=topic, until=topic.created_at)
        text.belongs_to(topic)
        if not queue_if_held(topic):
            tell_of_topic(topic)
    return saved


@transaction.atomic
def post_reply(*, by: User, topic: Topic, body: str, submission_key: uuid.UUID) -> Reply:
    """Reply to a topic; who opened it, is called, or follows it is told. The same key again gives the reply that the first press made."""
    if existing := Reply.objects.filter(author=by, submission_key=submission_key).first():
        return existing
    check_can_reply(by, topic)
    check_fits_round(by, topic, body)
    alias = alias_in(topic, by)
    text = read_text(body, by=by, board=topic.board, topic=topic)
    reply = Reply(
        pk=next_number_in(topic) if alias else None,
        topic=topic,
        body=body,
        body_html=text.html,
        author=by,
        organisation=None if alias else by.organisation,
        alias=alias,
        submission_key=submission_key,
    )
    check_not_repeated(by, body, post=reply)
    hold_first_post(reply)
    saved = _saved_once(reply, limit="reply")
    if saved is reply:
        # Staff may have locked or merged it since it was read. The counter's update, a moment later, waits for the same row anyway.
        check_takes_replies(Topic.objects.select_for_update(of=("self",), no_key=True).get(pk=topic.pk))
        text.belongs_to(reply)
    if saved is reply and not queue_if_held(reply):
        count_new_reply(reply)
        link_cases(reply)
        follow_own(reply)
        tell_of_reply(reply)
    return saved


def _saved_once[P: (Topic, Reply)](post: P, *, limit: str) -> P:
    """The post, saved and counted, or the one that a parallel press of the same button saved."""
    try:
        with transaction.atomic():
            post.save(force_insert=True)
    except IntegrityError:
        existing = type(post)._default_manager.filter(submission_key=post.submission_key).first()
        if existing is None:
            raise
        if existing.author_id == post.author_id:
            return existing
        # Somebody else's key: nobody learns about a foreign post by trying keys.
        post.submission_key = uuid.uuid4()
        if not post.alias:
            post.pk = None
        post.save(force_insert=True)
    check_limit(post.author, limit)
    return post
