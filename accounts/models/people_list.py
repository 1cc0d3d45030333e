"""The list of an organisation's people that staff uploaded: kept while it is looked at and taken in, then for a week, then gone."""

import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.models.organisation import Organisation

#: A list holds names and addresses; nobody needs it longer than it takes to put its errors right.
KEPT = datetime.timedelta(days=7)


class PeopleList(models.Model):
    """One uploaded CSV. Its lines are taken in one after another: `done` of `total`, so that a stopped import goes on where it was."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+", verbose_name="支援機関")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="職員")
    name = models.CharField("ファイル名", max_length=200)
    content = models.BinaryField("中身")
    uploaded_at = models.DateTimeField("受け取った日時", default=timezone.now)
    #: Set by the button below the preview; from then on the list is taken in.
    confirmed_at = models.DateTimeField("取り込みを始めた日時", null=True, blank=True)
    #: How many lines there are, and of how many it is decided what becomes of them.
    total = models.PositiveIntegerField("行数", default=0)
    done = models.PositiveIntegerField("済んだ行数", default=0)
    invited = models.PositiveIntegerField("招待した人数", default=0)
    #: Lines that were not taken in, as they stood: [line, address, name, reason].
    left_out = models.JSONField("取り込まなかった行", default=list)

    uploaded_by_id: int
    organisation_id: int

    class Meta:
        verbose_name = "支援機関の名簿"
        verbose_name_plural = "支援機関の名簿"
        ordering = ("-pk",)
        constraints = (models.CheckConstraint(condition=models.Q(done__lte=models.F("total")), name="people_list_done_in_total"),)

    def __str__(self) -> str:
        return f"{self.name}（{self.organisation}）"

    @property
    def is_finished(self) -> bool:
        """Whether every line was decided."""
        return self.confirmed_at is not None and self.done == self.total

    @property
    def is_running(self) -> bool:
        """Whether the worker has still something to do."""
        return self.confirmed_at is not None and not self.is_finished
