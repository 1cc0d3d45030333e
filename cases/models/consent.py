"""Who agreed that a case may be read, how far, and until when (field 31). Names stay on the private side; here are roles."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from wagtail.models import Revision

from cases.models.case import Case
from cases.vocabularies import ConsentMethod, ConsentParty, ConsentScope

#: Of these there is one in a case: they need no words to tell them apart.
SINGLE_PARTIES = (ConsentParty.PRESIDENT, ConsentParty.SUPERIOR)


class ConsentQuerySet(models.QuerySet["Consent"]):
    """Reads of consents."""

    def standing(self) -> "ConsentQuerySet":
        """Those that nobody took back; some may be over."""
        return self.filter(withdrawn_at=None)

    def ending(self, *, on: datetime.date) -> "ConsentQuerySet":
        """Those of published cases that end by the day, of which nobody was reminded."""
        return self.standing().filter(expires_on__lte=on, reminded_at=None, case__live=True, case__author__is_active=True)


class Consent(models.Model):
    """That one party agreed, or that its consent is not needed and why. Never changed: a newer row or a withdrawal follows.

    The database works out from these rows until when a case is covered (`Case.covered_until`, migration 0012).
    """

    wagtail_reference_index_ignore = True

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="consents", verbose_name="事例")
    party = models.CharField("どなたの", max_length=10, choices=ConsentParty)
    role_words = models.CharField("役割", max_length=20, blank=True)
    is_needed = models.BooleanField("同意が要る", default=True)
    method = models.CharField("方法", max_length=6, choices=ConsentMethod, blank=True)
    scope = models.CharField("範囲", max_length=10, choices=ConsentScope, blank=True)
    version = models.ForeignKey(
        Revision, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="見せた版"
    )
    consented_on = models.DateField("同意の日", null=True, blank=True)
    expires_on = models.DateField("期限", null=True, blank=True)
    note = models.CharField("メモ", max_length=200, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="記録した人"
    )
    recorded_at = models.DateTimeField("記録した日時", default=timezone.now, editable=False)
    withdrawn_at = models.DateTimeField("取り消しの日時", null=True, blank=True)
    reminded_at = models.DateTimeField("期限を知らせた日時", null=True, blank=True)
    submission_key = models.UUIDField(editable=False, unique=True)

    case_id: int

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = "同意の記録"
        verbose_name_plural = "同意の記録"
        ordering = ("pk",)
        default_permissions = ()
        constraints = (
            models.CheckConstraint(condition=Q(party__in=ConsentParty.values), name="known_consent_party"),
            models.CheckConstraint(
                condition=Q(
                    is_needed=True, method__in=ConsentMethod.values, scope__in=ConsentScope.values, consented_on__isnull=False
                )
                | Q(is_needed=False, method="", scope="", consented_on=None, expires_on=None),
                name="consent_says_how_and_how_far",
            ),
            models.CheckConstraint(
                condition=Q(is_needed=True) | ~Q(party=ConsentParty.PRESIDENT), name="president_always_agrees"
            ),
            models.CheckConstraint(condition=Q(is_needed=True) | ~Q(note=""), name="consent_not_needed_says_why"),
            models.CheckConstraint(
                condition=Q(party__in=SINGLE_PARTIES, role_words="")
                | (~Q(party__in=SINGLE_PARTIES) & (Q(is_needed=False) | ~Q(role_words=""))),
                name="consent_names_a_role_where_several_may_be",
            ),
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(expires_on__gte=F("consented_on")), name="consent_ends_after_it_began"
            ),
        )

    def __str__(self) -> str:
        return f"{self.who}の同意"

    @property
    def who(self) -> str:
        """The party in words, with the role where there may be several."""
        label = str(ConsentParty(self.party).label)
        return f"{label}「{self.role_words}」" if self.role_words else label

    @property
    def is_over(self) -> bool:
        """Whether its last day has passed."""
        return self.expires_on is not None and self.expires_on < timezone.localdate()

    @property
    def is_living(self) -> bool:
        """Whether it counts today."""
        return self.withdrawn_at is None and not self.is_over


class ConsentSheet(models.Model):
    """The scanned sheet of a consent, sealed. Apart from its consent, so that no list ever loads it."""

    wagtail_reference_index_ignore = True

    consent = models.OneToOneField(Consent, on_delete=models.CASCADE, related_name="sheet", verbose_name="同意の記録")
    content_type = models.CharField("種類", max_length=20)
    sealed = models.BinaryField("封をした内容")

    consent_id: int

    class Meta:
        verbose_name = "同意書"
        verbose_name_plural = "同意書"
        default_permissions = ()

    def __str__(self) -> str:
        return f"同意書{self.consent_id}"
