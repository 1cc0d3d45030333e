"""The uploaded list of cases that waits for its confirmation."""

import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.audiences import Person

#: How long a checked file waits. It holds what supporters told of their clients, and nobody may have pressed the button.
KEPT = datetime.timedelta(days=1)


class IntakeFileQuerySet(models.QuerySet["IntakeFile"]):
    """Reads of waiting files."""

    def waiting_for(self, user: Person) -> "IntakeFileQuerySet":
        """The person's own file, unless it is too old."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(person_id=user.pk, kept_at__gt=timezone.now() - KEPT)


class IntakeFile(models.Model):
    """A checked intake sheet between upload and confirmation: one a person, gone after use or a day."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="職員")
    name = models.CharField("ファイル名", max_length=200)
    #: SHA-256 of the content: the confirmation names what was seen.
    digest = models.CharField("指紋", max_length=64)
    content = models.BinaryField("中身")
    kept_at = models.DateTimeField("受け取った日時", default=timezone.now)

    objects = IntakeFileQuerySet.as_manager()

    class Meta:
        verbose_name = "取り込み待ちのファイル"
        verbose_name_plural = "取り込み待ちのファイル"

    def __str__(self) -> str:
        return self.name
