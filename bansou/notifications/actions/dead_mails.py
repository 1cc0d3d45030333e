"""What staff do with mails that were given up."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.rooms_above import record_decision
from bansou.notifications.actions.outbox import wake_outbox
from bansou.notifications.models import OutgoingMail
from bansou.notifications.outbox_permissions import check_can_decide_on_dead_mails

#: Mails of one press; each is a line of the record.
MOST_AT_ONCE = 200


@transaction.atomic
def retry_dead_mails(*, by: User, numbers: Collection[int]) -> int:
    """Let these mails be tried again, with all their further tries. Returns how many still were given up. Raises Refused."""
    check_can_decide_on_dead_mails(by)
    mails = list(OutgoingMail.objects.dead().filter(pk__in=numbers).select_for_update()[:MOST_AT_ONCE])
    # Not from nothing: another mail of the thread may wait by now, and this one is not to be joined.
    OutgoingMail.objects.filter(pk__in=[mail.pk for mail in mails]).update(
        given_up_at=None, attempts=1, due_at=timezone.now(), claimed_until=None
    )
    for mail in mails:
        record_decision(by=by, target=mail, verb="もう一度送ることにした", reason="送れなかったメールの一覧から")
    wake_outbox()
    return len(mails)


@transaction.atomic
def drop_dead_mails(*, by: User, numbers: Collection[int]) -> int:
    """Let these mails be: they leave the list and are not sent. Returns how many. Raises Refused."""
    check_can_decide_on_dead_mails(by)
    mails = list(OutgoingMail.objects.dead().filter(pk__in=numbers).select_for_update()[:MOST_AT_ONCE])
    OutgoingMail.objects.filter(pk__in=[mail.pk for mail in mails]).update(dropped_at=timezone.now())
    for mail in mails:
        record_decision(by=by, target=mail, verb="送らないことにした", reason="送れなかったメールの一覧から")
    return len(mails)
