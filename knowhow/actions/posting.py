"""Opening a topic and replying.

The row comes first and the limit after it: of two presses of one button the second waits for the first and finds its row, instead of
being told that it came too soon. What is refused after that is rolled back with its row.
"""

import uuid

from django.db import IntegrityError, transaction

from accounts.audiences import can_read
from accounts.models import User
from bansou.moderation.limits import check_limit, check_links
from bansou.notifications.actions import send_letter
from bansou.text.markdown import excerpt, render
from knowhow.actions.aliases import alias_in, next_number_in, number_apart
from knowhow.actions.counters import count_new_reply
from knowhow.models import Board, Reply, Topic
from knowhow.models.topic import EXCERPT_MAX
from knowhow.permissions import check_can_post, check_can_reply, check_fits_round


@transaction.atomic
def post_topic(*, by: User, board: Board, kind: str, title: str, body: str, submission_key: uuid.UUID, alias: str = "") -> Topic:
    """Open a topic. The same key again, by the same person, gives the topic that the first press made.

    `alias`: under which name, in a clinic (see `open_clinic`); with it goes no organisation.
    """
    if existing := Topic.objects.filter(author=by, submission_key=submission_key).first():
        return existing
    check_can_post(by, board)
    check_links(by, body)
    topic = Topic(
        pk=number_apart() if alias else None,
        board=board,
        kind=kind,
        title=title,
        body=body,
        body_html=render(body),
        excerpt=excerpt(body, EXCERPT_MAX),
        author=by,
        organisation=None if alias else by.organisation,
        alias=alias,
        submission_key=submission_key,
    )
    topic.last_posted_at = topic.created_at
    return _saved_once(topic, limit="topic")


@transaction.atomic
def post_reply(*, by: User, topic: Topic, body: str, submission_key: uuid.UUID) -> Reply:
    """Reply to a topic; the one who opened it gets a letter. The same key again gives the reply that the first press made."""
    if existing := Reply.objects.filter(author=by, submission_key=submission_key).first():
        return existing
    check_can_reply(by, topic)
    check_fits_round(by, topic, body)
    check_links(by, body)
    alias = alias_in(topic, by)
    reply = Reply(
        pk=next_number_in(topic) if alias else None,
        topic=topic,
        body=body,
        body_html=render(body),
        author=by,
        organisation=None if alias else by.organisation,
        alias=alias,
        submission_key=submission_key,
    )
    saved = _saved_once(reply, limit="reply")
    if saved is reply:
        count_new_reply(reply)
        _tell_opener(reply)
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


def _tell_opener(reply: Reply) -> None:
    topic = reply.topic
    opener = topic.author
    if opener.pk != reply.author_id and can_read(opener, topic.board.audience):
        send_letter(to=opener, template="reply_posted", context={"topic": topic, "reply": reply})
