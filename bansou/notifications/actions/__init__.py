"""Every write of this room: letters, the outbox, and telling people of events."""

from bansou.notifications.actions.addresses import (
    ask_for_address,
    mark_deliverable,
    mark_undeliverable,
    person_of_link,
    take_in_return,
)
from bansou.notifications.actions.dead_mails import drop_dead_mails, retry_dead_mails
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
    "deliver_mail",
    "drop_dead_mails",
    "forget_old_words",
    "mark_deliverable",
    "mark_read",
    "mark_undeliverable",
    "person_of_link",
    "put_into_outbox",
    "retry_dead_mails",
    "send_letter",
    "send_letter_to_address",
    "send_past_outbox",
    "send_waiting",
    "spread_occurrence",
    "take_in_return",
    "tell",
    "wake_outbox",
]
