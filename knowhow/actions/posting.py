"""Opening a topic and replying.

The row comes first and the limit after it: of two presses of one button the second waits for the first and finds its row, instead of
being told that it came too soon. What is refused after that is rolled back with its row.
"""

import uuid

from django.db import IntegrityError, transaction

from accounts.audiences import can_read
from accounts.models import User
from bansou.moderation.limits import check_limit
from bansou.notifications.actions import send_letter
from knowhow.actions.counters import count_new_reply
from knowhow.actions.texts import read_text
from knowhow.models import Board, Reply, Topic
from knowhow.permissions import check_can_post, check_can_reply


@transaction.atomic
def post_topic(*, by: User, board: Board, kind: str, title: str, body: str, submission_key: uuid.UUID) -> Topic:
    """Open a topic. The same key again, by the same person, gives the topic that the first press made."""
    if existing := Topic.objects.filter(author=by, submission_key=submission_key).first():
        return existing
    check_can_post(by, board)
    text = read_text(body, by=by, board=board)
    topic = Topic(
        board=board,
        kind=kind,
        title=title,
        body=body,
        body_html=text.html,
        excerpt=text.excerpt,
        author=by,
        organisation=by.organisation,
        submission_key=submission_key,
    )
    topic.last_posted_at = topic.created_at
    saved = _saved_once(topic, limit="topic")
    if saved is topic:
        text.belongs_to(topic)
    return saved


@transaction.atomic
def post_reply(*, by: User, topic: Topic, body: str, submission_key: uuid.UUID) -> Reply:
    """Reply to a topic; the one who opened it gets a letter. The same key again gives the reply that the first press made."""
    if existing := Reply.objects.filter(author=by, submission_key=submission_key).first():
        return existing
    check_can_reply(by, topic)
    text = read_text(body, by=by, board=topic.board, topic=topic)
    reply = Reply(
        topic=topic,
        body=body,
        body_html=text.html,
        author=by,
        organisation=by.organisation,
        submission_key=submission_key,
    )
    saved = _saved_once(reply, limit="reply")
    if saved is reply:
        text.belongs_to(reply)
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
        post.pk = None
        post.save(force_insert=True)
    check_limit(post.author, limit)
    return post


def _tell_opener(reply: Reply) -> None:
    topic = reply.topic
    opener = topic.author
    if opener.pk != reply.author_id and can_read(opener, topic.board.audience):
        send_letter(to=opener, template="reply_posted", context={"topic": topic, "reply": reply})
