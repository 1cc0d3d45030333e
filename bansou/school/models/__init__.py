"""The school's rows."""

from bansou.school.models.certificate import Certificate
from bansou.school.models.lesson import FilledLesson, Lesson
from bansou.school.models.progress import Done, LessonDone
from bansou.school.models.self_check import CheckItem, SelfCheck

__all__ = ["Certificate", "CheckItem", "Done", "FilledLesson", "Lesson", "LessonDone", "SelfCheck"]
