"""Editing one's own post without overwriting what another window saved."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from bansou.moderation.limits import check_limit
from knowhow.actions.case_links import link_cases
from knowhow.actions.counters import index_topic
from knowhow.actions.history import keep_version
from knowhow.actions.holding import release_if_edited
from knowhow.actions.telling import tell_called
from knowhow.actions.texts import ReadText, read_text
from knowhow.models import Post, Reply, Topic
from knowhow.permissions import check_can_edit, check_fits_round

_TEXT = ("body", "body_html", "edited_at", "edit_version")


class EditConflict(Exception):  # noqa: N818 - it is an answer, not an error
    """The post was saved elsewhere since the form was opened. `current` is the post as it stands now."""

    def __init__(self, current: Post) -> None:
        super().__init__("edited elsewhere")
        self.current = current


@transaction.atomic
def edit_topic(
    *, by: User, topic: Topic, title: str, body: str, edit_version: int, reason: str = "", hide_earlier: bool = False
) -> Topic:
    """Save a new title and text; the earlier ones stay in the history, with the reason, unread by others where `hide_earlier`.

    `edit_version` is the version that the form began with; raises EditConflict where it is not the last.
    """
    current = Topic.objects.select_for_update(of=("self",)).select_related("board").get(pk=topic.pk)
    check_can_edit(by, current)
    if (current.title, current.body) == (title, body):
        return current  # nothing new, or the second press of the button
    text = _write_text(current, by=by, body=body, edit_version=edit_version, reason=reason, hide_earlier=hide_earlier)
    current.title = title
    current.excerpt = text.excerpt
    current.save(update_fields=[*_TEXT, "title", "excerpt"])
    link_cases(current)
    release_if_edited(current)
    text.belongs_to(current)
    _tell_newly_called(current, text)
    return current


@transaction.atomic
def edit_reply(*, by: User, reply: Reply, body: str, edit_version: int, reason: str = "", hide_earlier: bool = False) -> Reply:
    """Save a new text of a reply; as `edit_topic`."""
    current = Reply.objects.select_for_update(of=("self",)).select_related("topic__board").get(pk=reply.pk)
    check_can_edit(by, current)
    if current.body == body:
        return current
    check_fits_round(by, current.topic, body)
    text = _write_text(current, by=by, body=body, edit_version=edit_version, reason=reason, hide_earlier=hide_earlier)
    current.save(update_fields=_TEXT)
    link_cases(current)
    release_if_edited(current)
    text.belongs_to(current)
    _tell_newly_called(current, text)
    index_topic(current.topic_id)
    return current


def _write_text(post: Topic | Reply, *, by: User, body: str, edit_version: int, reason: str, hide_earlier: bool) -> ReadText:
    if post.edit_version != edit_version:
        raise EditConflict(post)
    topic = post.topic if isinstance(post, Reply) else post
    text = read_text(body, by=by, board=topic.board, topic=topic, post=post)
    check_limit(by, "edit")
    keep_version(post, by=by, reason=reason, hide=hide_earlier)
    post.body = body
    post.body_html = text.html
    post.edited_at = timezone.now()
    post.edit_version += 1
    return text


def _tell_newly_called(post: Topic | Reply, text: ReadText) -> None:
    """Whoever heard of the post before does not hear of it again; a held one tells when it is released."""
    if text.people and post.is_in_sight:
        tell_called(post)
