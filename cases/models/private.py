"""The private side of a case (field 4): who the company really is. Encrypted, outside all versions, deleted on its date."""

import json
from dataclasses import asdict, dataclass

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from cases.models.case import Case
from cases.sealing import seal, unseal


@dataclass(frozen=True, repr=False)
class PrivateFacts:
    """What is kept encrypted. Without a repr: a value shows in no traceback, log or error page by itself."""

    company_name: str = ""
    corporate_number: str = ""
    contacts: str = ""
    #: The people of the story with their real names, against the words that the case has for them.
    people: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written."""
        return not any(asdict(self).values())


class PrivateSide(models.Model):
    """The facts of one case, sealed. Read them through `facts` and show them to the team, or to staff after a recorded reason."""

    wagtail_reference_index_ignore = True

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="private_side", verbose_name="事例")
    sealed = models.BinaryField("封をした内容")
    delete_on = models.DateField("消す日")
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="書いた人")
    updated_at = models.DateTimeField("書いた日時", default=timezone.now)

    case_id: int

    class Meta:
        verbose_name = "非公開の情報"
        verbose_name_plural = "非公開の情報"
        default_permissions = ()

    def __str__(self) -> str:
        return f"事例{self.case_id}の非公開の情報"

    @property
    def facts(self) -> PrivateFacts:
        """The facts in clear."""
        return PrivateFacts(**json.loads(unseal(self.sealed)))

    @sensitive_variables()
    def seal(self, facts: PrivateFacts) -> None:
        """Take over the facts; not saved yet."""
        self.sealed = seal(json.dumps(asdict(facts), ensure_ascii=False).encode())
