"""What somebody has done in the school, for the file with his data."""

from accounts.models import User
from accounts.my_data import DataPart, Table, register_data
from bansou.school.models import Certificate, LessonDone


def collect(person: User) -> DataPart:
    """The lessons that he has done, and the records that he made."""
    certificates = Certificate.objects.of(person)
    return DataPart(
        tables=(
            Table.of("lessons_done", "学んだレッスン", LessonDone.objects.filter(person=person).select_related("lesson"), "lesson.title", "done_at"),
            Table.of("certificates", "学習の記録", certificates, "page", "number", "name", "organisation", "lessons_words", "case_count", "reply_count", "made_at"),
        )
    )  # fmt: skip


def connect() -> None:
    """Called once when the app is ready."""
    register_data(collect)
