"""What staff decided about somebody's post or account, told to him: he reads why, and can answer."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from accounts.audiences import Person
from bansou.moderation.models.record import Decision

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from bansou.moderation.models.report import Report


class DecisionNoticeQuerySet(models.QuerySet["Notice"]):
    """Reads of notices."""

    def visible_to(self, user: Person) -> "DecisionNoticeQuerySet":
        """The person's own; nobody else's, for staff neither: they have the queue."""
        return self.filter(person_id=user.pk) if user.is_authenticated else self.none()

    def newest_first(self) -> "DecisionNoticeQuerySet":
        """With what was decided, the latest first."""
        return self.select_related("decision").order_by("-pk")


class Notice(models.Model):
    """That somebody is told of a decision. The words are the decision's, which cannot change."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="知らせる方")
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="notice", verbose_name="決めたこと")
    #: Where the thing is on the site; "" where it has no page.
    address = models.CharField("ページ", max_length=300, blank=True)
    created_at = models.DateTimeField("知らせた日時", default=timezone.now, editable=False)

    person_id: int
    if TYPE_CHECKING:
        answers: RelatedManager[Report]

    objects = DecisionNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "運営からの連絡"
        verbose_name_plural = "運営からの連絡"
        ordering = ("-pk",)
        indexes = (models.Index(fields=("person", "-id"), name="notice_of_person"),)

    def __str__(self) -> str:
        return str(self.decision)

    def get_absolute_url(self) -> str:
        """Its page, for the person it is for."""
        return reverse("moderation:notice", args=[self.pk])
