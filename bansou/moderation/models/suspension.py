"""Suspensions: that somebody may not write for a time, and why."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.audiences import Person
from bansou.lists.prepared import PreparedRead


class SuspensionQuerySet(models.QuerySet["Suspension"]):
    """Reads of suspensions."""

    def in_force(self, at: datetime.datetime | None = None) -> "SuspensionQuerySet":
        """Those that hold now, or at a moment."""
        moment = at or timezone.now()
        return self.filter(lifted_at=None).filter(Q(until=None) | Q(until__gt=moment))

    def of(self, user: Person) -> "Suspension | None":
        """The person's, in force; of several the longest."""
        if not user.is_authenticated:
            return None
        if not _not_lifted(person=user.pk):
            return None  # as nearly always, and every page with a form asks
        return self.in_force().filter(person_id=user.pk).order_by(F("until").desc(nulls_first=True)).first()


class Suspension(models.Model):
    """A person may read, and not write, until a day or until it is lifted."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="止める方")
    until = models.DateTimeField("いつまで", null=True, blank=True, help_text="空のままにすると、解除するまで続きます。")
    reason = models.CharField("理由", max_length=200, help_text="ご本人にこのまま伝わります。")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="決めた人")
    created_at = models.DateTimeField("決めた日時", default=timezone.now, editable=False)
    lifted_at = models.DateTimeField("解除した日時", null=True, blank=True, editable=False)

    person_id: int

    objects = SuspensionQuerySet.as_manager()

    class Meta:
        verbose_name = "投稿の停止"
        verbose_name_plural = "投稿の停止"
        ordering = ("-pk",)
        indexes = (models.Index(fields=("person",), condition=Q(lifted_at=None), name="suspension_of_person"),)
        constraints = (
            models.CheckConstraint(condition=~Q(reason=""), name="suspension_has_reason"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gt=F("created_at")), name="suspension_ends_after_it_began"),
        )

    def __str__(self) -> str:
        return f"{self.person}：{self.term}"

    @property
    def term(self) -> str:
        """Until when, in words."""
        if self.until is None:
            return "解除するまで"
        until = timezone.localtime(self.until)
        return f"{until.year}年{until.month}月{until.day}日{until.hour}時{until.minute:02}分まで"


_not_lifted = PreparedRead(lambda person: Suspension.objects.filter(person=person, lifted_at=None).values_list("pk"))
