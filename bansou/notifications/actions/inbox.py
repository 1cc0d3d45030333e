"""What becomes of notices in the inbox: read, all read, out of sight, too old."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.rooms_above import check_limit
from bansou.notifications.inbox import is_gathered, names_in
from bansou.notifications.models import Notice, Occurrence
from bansou.notifications.models.notice import KEPT

#: Rows deleted by one statement: the database gives each a few seconds.
_BATCH = 2000


@transaction.atomic
def mark_line_read(*, by: User, notice: Notice) -> None:
    """The person has seen the line of which this is the latest. What came after he saw it stays unread."""
    line = {"thread": notice.thread, "event": notice.event} if is_gathered(notice.event) else {"pk": notice.pk}
    Notice.objects.of(by).unread().filter(pk__lte=notice.pk, **line).update(read_at=timezone.now())
    check_limit(by, "inbox")


@transaction.atomic
def mark_all_read(*, by: User, until: int, section: str = "") -> None:
    """The person has seen all notices up to this number: all, or those of a section."""
    unread = Notice.objects.of(by).unread().filter(pk__lte=until)
    if section:
        unread = unread.filter(event__in=names_in(section))
    unread.update(read_at=timezone.now())
    check_limit(by, "inbox")


def put_out_of_count(*, by: User, notices: Collection[int]) -> int:
    """These notices are about what the person may no longer read: they count no longer, and if it comes back they stand among the read.

    Returns how many there were.
    """
    return Notice.objects.of(by).unread().filter(pk__in=notices).update(read_at=timezone.now())


def drop_old_notices() -> None:
    """Delete what is too old for any inbox, and the occurrences of which nobody has a notice any more. For the daily run."""
    while numbers := list(Notice.objects.old().order_by().values_list("pk", flat=True)[:_BATCH]):
        Notice.objects.filter(pk__in=numbers).delete()
    forgotten = Occurrence.objects.filter(happened_at__lt=timezone.now() - KEPT, spread_at__isnull=False, notices=None)
    while numbers := list(forgotten.order_by().values_list("pk", flat=True)[:_BATCH]):
        Occurrence.objects.filter(pk__in=numbers).delete()
