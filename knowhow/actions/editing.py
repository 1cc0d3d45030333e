"""Editing one's own post without overwriting what another window saved."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from bansou.moderation.limits import check_limit, check_links
from bansou.text.markdown import excerpt, render
from knowhow.actions.case_links import link_cases
from knowhow.actions.counters import index_topic
from knowhow.actions.holding import release_if_edited
from knowhow.models import Post, Reply, Topic
from knowhow.models.topic import EXCERPT_MAX
from knowhow.permissions import check_can_edit, check_fits_round

_TEXT = ("body", "body_html", "edited_at", "edit_version")


class EditConflict(Exception):  # noqa: N818 - it is an answer, not an error
    """The post was saved elsewhere since the form was opened. `current` is the post as it stands now."""

    def __init__(self, current: Post) -> None:
        super().__init__("edited elsewhere")
        self.current = current


@transaction.atomic
def edit_topic(*, by: User, topic: Topic, title: str, body: str, edit_version: int) -> Topic:
    """Save a new title and text. `edit_version` is the version that the form began with; raises EditConflict where it is not the last."""
    current = Topic.objects.select_for_update(of=("self",)).get(pk=topic.pk)
    check_can_edit(by, current)
    if (current.title, current.body) == (title, body):
        return current  # nothing new, or the second press of the button
    _write_text(current, by=by, body=body, edit_version=edit_version)
    current.title = title
    current.excerpt = excerpt(body, EXCERPT_MAX)
    current.save(update_fields=[*_TEXT, "title", "excerpt"])
    link_cases(current)
    release_if_edited(current)
    return current


@transaction.atomic
def edit_reply(*, by: User, reply: Reply, body: str, edit_version: int) -> Reply:
    """Save a new text of a reply; as `edit_topic`."""
    current = Reply.objects.select_for_update(of=("self",)).get(pk=reply.pk)
    check_can_edit(by, current)
    if current.body == body:
        return current
    check_fits_round(by, current.topic, body)
    _write_text(current, by=by, body=body, edit_version=edit_version)
    current.save(update_fields=_TEXT)
    link_cases(current)
    release_if_edited(current)
    index_topic(current.topic_id)
    return current


def _write_text(post: Post, *, by: User, body: str, edit_version: int) -> None:
    if post.edit_version != edit_version:
        raise EditConflict(post)
    check_links(by, body)
    check_limit(by, "edit")
    post.body = body
    post.body_html = render(body)
    post.edited_at = timezone.now()
    post.edit_version += 1
