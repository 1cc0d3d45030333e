"""Which lessons a person has done."""

import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone

from bansou.school.models.lesson import Lesson

if TYPE_CHECKING:
    from accounts.models import User

#: When somebody did which lesson, by the lesson's key.
Done = dict[int, datetime.datetime]


class LessonDoneQuerySet(models.QuerySet["LessonDone"]):
    """Reads of what was done: one's own, and nobody else's."""

    def of(self, person: "User") -> "LessonDoneQuerySet":
        """The person's, in the order of the path, published lessons only."""
        return (
            self.filter(person=person, lesson__live=True)
            .select_related("lesson")
            .order_by("lesson__skill", "lesson__order", "lesson")
        )


class LessonDone(models.Model):
    """The person says that he has done the lesson. No staff page shows it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="利用者")
    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="+", verbose_name="レッスン")
    done_at = models.DateTimeField("学んだ日時", default=timezone.now)

    lesson_id: int

    objects = LessonDoneQuerySet.as_manager()

    class Meta:
        verbose_name = "学んだレッスン"
        verbose_name_plural = "学んだレッスン"
        default_permissions = ()
        constraints = (models.UniqueConstraint(fields=("person", "lesson"), name="lesson_done_once"),)

    def __str__(self) -> str:
        return f"{self.person_id}/{self.lesson_id}"  # type: ignore[attr-defined]
