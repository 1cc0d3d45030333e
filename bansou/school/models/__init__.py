"""The school's rows."""

from bansou.school.models.certificate import Certificate
from bansou.school.models.lesson import FilledLesson, Lesson
from bansou.school.models.progress import Done, LessonDone

__all__ = ["Certificate", "Done", "FilledLesson", "Lesson", "LessonDone"]
