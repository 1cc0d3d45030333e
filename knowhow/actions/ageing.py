"""Putting quiet topics away, and opening them again for somebody who wants to go on."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.audiences import can_read
from accounts.models import User
from accounts.refusals import Refused
from bansou.moderation.limits import check_limit
from bansou.notifications.actions import tell
from knowhow.actions.telling import thread_of
from knowhow.models import ReopeningRequest, Topic
from knowhow.permissions import check_can_ask_reopening, check_can_reopen


def archive_quiet_topics() -> int:
    """Archive every topic in which nobody has posted for half a year; how many. Part of the daily work."""
    return Topic.objects.quiet().update(archived_at=timezone.now())


@transaction.atomic
def reopen_topic(*, by: User, topic: Topic) -> None:
    """Open an archived topic again, for another half a year. Who asked for it is told. Twice is once."""
    current = Topic.objects.select_for_update(of=("self",)).get(pk=topic.pk)
    check_can_reopen(by, current)
    if not current.is_archived:
        return
    current.archived_at, current.reopened_at = None, timezone.now()
    current.save(update_fields=["archived_at", "reopened_at"])
    check_limit(by, "reopen")
    asked = list(current.reopening_requests.select_related("author"))
    readers = [request.author for request in asked if can_read(request.author, current.board.audience)]
    tell("topic_reopened", target_id=current.pk, thread=thread_of(current), by=by, to=readers)
    current.reopening_requests.all().delete()


@transaction.atomic
def ask_reopening(*, by: User, topic: Topic, reason: str) -> ReopeningRequest:
    """Ask the board's host to open an archived topic again. He is told; on a board without one, staff see it. Twice is once."""
    check_can_ask_reopening(by, topic)
    if not topic.is_archived:
        raise Refused("この話題は、もう開いています。返信できます。")
    try:
        with transaction.atomic():
            request = ReopeningRequest.objects.create(topic=topic, author=by, reason=reason)
    except IntegrityError:
        return ReopeningRequest.objects.get(topic=topic, author=by)
    check_limit(by, "reopen")
    host = topic.board.host
    if host and topic.board.is_hosted_by(host):
        tell("reopening_asked", target_id=request.pk, thread=thread_of(topic), by=by, to=[host])
    return request
