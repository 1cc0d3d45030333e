"""Every write of this room: letters, the outbox, and telling people of events."""

from bansou.notifications.actions.choosing import choose_mails, stop_mails_of
from bansou.notifications.actions.digests import forget_old_digests, send_test_digest, write_digests
from bansou.notifications.actions.inbox import drop_old_notices, mark_all_read, mark_line_read, put_out_of_count
from bansou.notifications.actions.letters import send_letter, send_letter_to_address
from bansou.notifications.actions.outbox import RETRY_MINUTES, deliver_mail, put_into_outbox, send_waiting, wake_outbox
from bansou.notifications.actions.telling import mark_read, spread_occurrence, tell

__all__ = [
    "RETRY_MINUTES",
    "choose_mails",
    "deliver_mail",
    "drop_old_notices",
    "forget_old_digests",
    "mark_all_read",
    "mark_line_read",
    "mark_read",
    "put_into_outbox",
    "put_out_of_count",
    "send_letter",
    "send_letter_to_address",
    "send_test_digest",
    "send_waiting",
    "spread_occurrence",
    "stop_mails_of",
    "tell",
    "wake_outbox",
    "write_digests",
]
