"""What somebody wrote in 読む演習, for the file with his data."""

from accounts.models import User
from accounts.my_data import DataPart, Table, register_data
from bansou.school.models import ReadingAnswer


def collect(person: User) -> DataPart:
    """His answers, each with the scene and how he let it be shown."""
    answers = ReadingAnswer.objects.filter(author=person).select_related("stop").order_by("pk")
    return DataPart(
        (
            Table.of(
                "reading_answers", "読む演習", answers, "page", "stop", "text", "reason", "shown_as", "created_at", "edited_at"
            ),
        )
    )


def connect() -> None:
    """Called once when the app is ready."""
    register_data(collect)
