"""What is left of a case that was taken out of sight for good: that there was one."""

from django.db import models
from django.utils import timezone

from accounts.audiences import Person
from cases.models.querysets import disclosures_for
from cases.vocabularies import Disclosure


class ErasedCaseQuerySet(models.QuerySet["ErasedCase"]):
    """Reads of what was erased."""

    def gone_for(self, user: Person) -> "ErasedCaseQuerySet":
        """Those that the person might have read once."""
        return self.filter(disclosure__in=disclosures_for(user))


class ErasedCase(models.Model):
    """The number of a case whose content is gone, so that its address says so instead of pretending that there never was one."""

    number = models.BigIntegerField("番号", primary_key=True)
    disclosure = models.CharField("公開のしかた", max_length=10, choices=Disclosure)
    erased_at = models.DateTimeField("消した日時", default=timezone.now)

    objects = ErasedCaseQuerySet.as_manager()

    class Meta:
        verbose_name = "消した事例"
        verbose_name_plural = "消した事例"
        default_permissions = ()

    def __str__(self) -> str:
        return f"事例{self.number}"
