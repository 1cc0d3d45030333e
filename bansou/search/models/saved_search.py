"""Saved searches: what somebody looks for again and again, and wants to hear of when there is something new."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from accounts.audiences import Person
from bansou.search.address import NEW, Address
from bansou.search.lexemes import LONGEST_QUERY

#: Saved searches of one person, and the characters of a name.
MOST_SAVED, NAME_MAX = 20, 60


class SavedSearchQuerySet(models.QuerySet["SavedSearch"]):
    """Reads of saved searches."""

    def of(self, user: Person) -> "SavedSearchQuerySet":
        """The person's own; nobody else's, not for staff either."""
        return self.filter(person_id=user.pk) if user.is_authenticated else self.none()

    def to_look_through(self) -> "SavedSearchQuerySet":
        """Those whose owners want to hear of new results and have an open account, the longest unlooked first."""
        return self.filter(tells=True, person__is_active=True).order_by("looked_at", "pk")


class SavedSearch(models.Model):
    """A query of a person, with its conditions. It tells what he is working on, so it is for his eyes only."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="利用者")
    name = models.CharField("名前", max_length=NAME_MAX)
    #: As typed; "" where only conditions were chosen.
    query = models.CharField("ことば", max_length=LONGEST_QUERY, blank=True)
    kind = models.CharField("区分", max_length=20, blank=True)
    #: Values by the names of conditions, as in the address: {"wall": ["2"]}.
    conditions = models.JSONField("条件", default=dict, blank=True)
    tells = models.BooleanField("新しい結果を知らせる", default=True)
    #: The newest results when somebody last looked (「cases:12」): what is not among them is new.
    newest = ArrayField(models.CharField(max_length=60), verbose_name="知っている結果", default=list, blank=True, editable=False)
    looked_at = models.DateTimeField("最後に見た日時", default=timezone.now, editable=False)
    created_at = models.DateTimeField("保存した日時", default=timezone.now, editable=False)

    person_id: int

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        verbose_name = "保存した検索"
        verbose_name_plural = "保存した検索"
        ordering = ("-pk",)
        indexes = (models.Index(fields=("looked_at", "id"), condition=models.Q(tells=True), name="saved_search_to_look"),)
        constraints = (
            models.UniqueConstraint(fields=("person", "query", "kind", "conditions"), name="each_search_saved_once"),
            models.CheckConstraint(condition=~models.Q(query="", conditions={}), name="saved_search_asks_something"),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The results, the newest first."""
        return f"/search/{self.asked.url}"

    @property
    def asked(self) -> Address:
        """What it asks for."""
        conditions = {name: tuple(values) for name, values in self.conditions.items()}
        return Address(query=self.query, kind=self.kind, conditions=conditions, sort=NEW)
