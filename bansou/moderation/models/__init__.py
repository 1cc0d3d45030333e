"""What keeps order: counters of limits, the record of decisions, reports and their reasons, notices to people, suspensions."""

from bansou.moderation.models.counter import LimitCounter
from bansou.moderation.models.notice import Notice
from bansou.moderation.models.reason import Reason, ReasonUse
from bansou.moderation.models.record import Decision
from bansou.moderation.models.report import Origin, Outcome, Report, ReportState
from bansou.moderation.models.suspension import Suspension

__all__ = [
    "Decision",
    "LimitCounter",
    "Notice",
    "Origin",
    "Outcome",
    "Reason",
    "ReasonUse",
    "Report",
    "ReportState",
    "Suspension",
]
