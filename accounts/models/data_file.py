"""The file with everything of one person, made on request and kept for a week."""

import datetime
import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.audiences import Person

#: Days for which the file can be taken.
DATA_KEPT_DAYS = 7
#: What was not made by then failed, and makes room for the next request.
MADE_WITHIN = datetime.timedelta(hours=1)


class DataFileQuerySet(models.QuerySet["DataFile"]):
    """Reads of the files."""

    def of(self, user: Person) -> "DataFileQuerySet":
        """The person's own, the latest first. Nobody else's, for staff neither."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(person_id=user.pk).order_by("-requested_at")

    def over(self, now: datetime.datetime) -> "DataFileQuerySet":
        """Those whose week is over, and requests that came to nothing."""
        return self.filter(requested_at__lte=now - datetime.timedelta(days=DATA_KEPT_DAYS))


class DataFile(models.Model):
    """A request, and once the worker is through with it the place of the ZIP in the storage."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="利用者")
    requested_at = models.DateTimeField("頼んだ日時", default=timezone.now)
    ready_at = models.DateTimeField("できた日時", null=True, blank=True)
    place = models.CharField("置き場所", max_length=200, blank=True)

    person_id: int

    objects = DataFileQuerySet.as_manager()

    class Meta:
        verbose_name = "データのまとめ"
        verbose_name_plural = "データのまとめ"
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(
                fields=("person",), condition=models.Q(ready_at=None), name="one_waiting_data_file_per_person"
            ),
            models.CheckConstraint(
                condition=models.Q(ready_at=None, place="") | (models.Q(ready_at__isnull=False) & ~models.Q(place="")),
                name="data_file_ready_with_place",
            ),
        )

    def __str__(self) -> str:
        return f"データのまとめ {self.requested_at:%Y-%m-%d}"

    @property
    def last_day(self) -> datetime.datetime:
        """Until then it can be taken."""
        return self.requested_at + datetime.timedelta(days=DATA_KEPT_DAYS)

    @property
    def is_being_made(self) -> bool:
        """Whether the worker is at it: it needs seconds, so what an hour has not brought failed."""
        return self.ready_at is None and timezone.now() < self.requested_at + MADE_WITHIN

    @property
    def can_be_taken(self) -> bool:
        """Whether it is ready and its week is not over."""
        return self.ready_at is not None and timezone.now() < self.last_day
