"""Putting quiet topics away, and opening them again for somebody who wants to go on."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.audiences import can_read
from accounts.models import User
from accounts.refusals import Refused
from bansou.moderation.limits import check_limit
from bansou.notifications.actions import send_letter
from knowhow.models import ReopeningRequest, Topic
from knowhow.permissions import check_can_ask_reopening, check_can_reopen


def archive_quiet_topics() -> int:
    """Archive every topic in which nobody has posted for half a year; how many. Part of the daily work."""
    return Topic.objects.quiet().update(archived_at=timezone.now())


@transaction.atomic
def reopen_topic(*, by: User, topic: Topic) -> None:
    """Open an archived topic again, for another half a year. Who asked for it gets a letter. Twice is once."""
    current = Topic.objects.select_for_update(of=("self",)).get(pk=topic.pk)
    check_can_reopen(by, current)
    if not current.is_archived:
        return
    current.archived_at, current.reopened_at = None, timezone.now()
    current.save(update_fields=["archived_at", "reopened_at"])
    check_limit(by, "reopen")
    for request in current.reopening_requests.select_related("author"):
        if request.author_id != by.pk and can_read(request.author, current.board.audience):
            send_letter(to=request.author, template="topic_reopened", context={"topic": current})
        request.delete()


@transaction.atomic
def ask_reopening(*, by: User, topic: Topic, reason: str) -> ReopeningRequest:
    """Ask the board's host to open an archived topic again. He gets a letter; on a board without one, staff see it. Twice is once."""
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
        send_letter(to=host, template="reopening_asked", context={"topic": topic, "request": request, "by": by})
    return request
