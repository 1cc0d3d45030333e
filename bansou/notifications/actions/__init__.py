"""Every write of this room: letters, the outbox, and telling people of events."""

from bansou.notifications.actions.addresses import (
    ask_for_address,
    mark_deliverable,
    mark_undeliverable,
    person_of_link,
    take_in_return,
)
from bansou.notifications.actions.choosing import choose_mails, stop_mails_of
from bansou.notifications.actions.dead_mails import drop_dead_mails, retry_dead_mails
from bansou.notifications.actions.digests import forget_old_digests, send_test_digest, write_digests
from bansou.notifications.actions.inbox import drop_old_notices, mark_all_read, mark_line_read, put_out_of_count
from bansou.notifications.actions.letters import send_letter, send_letter_to_address, send_past_outbox
from bansou.notifications.actions.outbox import (
    RETRY_MINUTES,
    deliver_mail,
    forget_old_words,
    put_into_outbox,
    send_waiting,
    wake_outbox,
)
from bansou.notifications.actions.telling import mark_read, spread_occurrence, tell

__all__ = [
    "RETRY_MINUTES",
    "ask_for_address",
    "choose_mails",
    "deliver_mail",
    "drop_dead_mails",
    "drop_old_notices",
    "forget_old_digests",
    "forget_old_words",
    "mark_all_read",
    "mark_deliverable",
    "mark_line_read",
    "mark_read",
    "mark_undeliverable",
    "person_of_link",
    "put_into_outbox",
    "put_out_of_count",
    "retry_dead_mails",
    "send_letter",
    "send_letter_to_address",
    "send_past_outbox",
    "send_test_digest",
    "send_waiting",
    "spread_occurrence",
    "stop_mails_of",
    "take_in_return",
    "tell",
    "wake_outbox",
    "write_digests",
]
