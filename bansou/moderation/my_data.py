"""What somebody told staff and what staff decided about him, for the file with his data."""

from accounts.models import User
from accounts.my_data import DataPart, Table, register_data
from bansou.moderation.models import Notice, Report, Suspension


def collect(person: User) -> DataPart:
    """Reports and answers with staff's replies, notices with their reasons, suspensions. Not who of staff it was."""
    reports = Report.objects.filter(reporter=person).select_related("reason")
    notices = Notice.objects.visible_to(person).newest_first()
    return DataPart(
        (
            Table.of(
                "reports", "運営に知らせたこと", reports, "number", "created_at", "origin", "reason", "text", "address", "state",
                "outcome", "answer",
            ),
            Table.of(
                "notices", "運営からの連絡", notices, "created_at", "decision.target_name", "decision.verb", "decision.reason", "page"
            ),
            Table.of(
                "suspensions", "投稿の停止", Suspension.objects.filter(person=person), "created_at", "until", "reason", "lifted_at"
            ),
        )
    )  # fmt: skip


def connect() -> None:
    """Called once when the app is ready."""
    register_data(collect)
