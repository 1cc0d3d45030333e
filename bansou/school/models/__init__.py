"""What the school keeps: a file for each noun."""

from bansou.school.models.certificate import Certificate
from bansou.school.models.lesson import FilledLesson, Lesson
from bansou.school.models.president_sheet import PresidentSheet
from bansou.school.models.progress import Done, LessonDone
from bansou.school.models.reading import ReadingAnswer, ReadingStop, ShownAs, StopState
from bansou.school.models.role_play import RolePlay, RolePlayPart
from bansou.school.models.self_check import CheckItem, SelfCheck

__all__ = [
    "Certificate",
    "CheckItem",
    "Done",
    "FilledLesson",
    "Lesson",
    "LessonDone",
    "PresidentSheet",
    "ReadingAnswer",
    "ReadingStop",
    "RolePlay",
    "RolePlayPart",
    "SelfCheck",
    "ShownAs",
    "StopState",
]
