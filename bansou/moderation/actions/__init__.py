"""Every write that keeps order: the record of decisions, reports and answers, suspensions."""

from bansou.moderation.actions.people import confirm_belonging, reveal_address
from bansou.moderation.actions.recording import record_decision, record_roles
from bansou.moderation.actions.reminding import remind_of_queue
from bansou.moderation.actions.reporting import decide, put_in_queue, report
from bansou.moderation.actions.suspending import lift_suspension, suspend
from bansou.moderation.actions.telling import answer_notice, tell

__all__ = [
    "answer_notice",
    "confirm_belonging",
    "decide",
    "lift_suspension",
    "put_in_queue",
    "record_decision",
    "record_roles",
    "remind_of_queue",
    "report",
    "reveal_address",
    "suspend",
    "tell",
]
