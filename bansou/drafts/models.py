"""What somebody has typed into a form and not saved: a row for each page that he has it open on."""

import datetime
import json

from django.conf import settings
from django.db import models
from django.http import QueryDict
from django.utils import timezone

from accounts.audiences import Person
from bansou.lists.prepared import PreparedRead


def milliseconds(moment: datetime.datetime) -> int:
    """The moment as a sequence number."""
    return int(moment.timestamp() * 1000)


class DraftQuerySet(models.QuerySet["Draft"]):
    """Reads of drafts: of one person, always."""

    def of(self, person: Person) -> "DraftQuerySet":
        """The person's drafts that hold something, the newest typing first."""
        if not person.is_authenticated:
            return self.none()
        return self.filter(person_id=person.pk).exclude(fields="").order_by("-sequence", "-pk")

    def at(self, place: str, *, of: Person) -> list["Draft"]:
        """Those of one form. Mostly there are none, which every page with a form has to find out."""
        if not of.is_authenticated or not _kept_at(place=place, person=of.pk):
            return []
        return list(self.of(of).filter(place=place))


class Draft(models.Model):
    """The fields of one form as one page held them. An emptied row stays a while: a late arrival is then known to be old."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts", verbose_name="書いた人")
    place = models.CharField("場所", max_length=100)
    #: One opening of the form. The same window gets a new one with each page, so that nothing is taken for its own continuation.
    tab = models.UUIDField("画面")
    #: When the person typed last, in milliseconds: the server's clock when the page was opened, and the time since in that page.
    sequence = models.BigIntegerField("順序")
    fields = models.TextField("入力", blank=True)
    updated_at = models.DateTimeField("更新日時")

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = "書きかけ"
        verbose_name_plural = "書きかけ"
        constraints = (models.UniqueConstraint(fields=("person", "place", "tab"), name="one_draft_per_page"),)
        indexes = (models.Index(fields=("person", "-sequence"), name="drafts_of_person"),)

    def __str__(self) -> str:
        return f"{self.place} {self.typed_at:%Y-%m-%d %H:%M}"

    @property
    def typed_at(self) -> datetime.datetime:
        """When the person typed last."""
        return datetime.datetime.fromtimestamp(self.sequence / 1000, tz=timezone.get_current_timezone())

    @property
    def typed(self) -> QueryDict:
        """The fields as a form takes them."""
        values = QueryDict(mutable=True)
        for name, value in json.loads(self.fields or "[]"):
            values.appendlist(name, value)
        return values


def _drafts_at(place: str, person: int) -> models.QuerySet[Draft, tuple[int]]:
    return Draft.objects.filter(place=place, person=person).values_list("pk")


_kept_at = PreparedRead(_drafts_at)
