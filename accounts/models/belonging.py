"""Asking staff to confirm a belonging that no address proves, with a note and a paper."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models.organisation import Organisation
from accounts.organisation_types import OrganisationType
from accounts.prefectures import Prefecture

#: Days after the decision at which the paper is deleted: long enough to answer a question about it.
PAPER_DAYS = 90


class RequestState(models.TextChoices):
    """Where a request stands."""

    WAITING = "waiting", "確認待ち"
    GRANTED = "granted", "確認済み"
    REFUSED = "refused", "確認できなかった"
    WITHDRAWN = "withdrawn", "取り下げ"


class BelongingRequestQuerySet(models.QuerySet["BelongingRequest"]):
    """Reads of requests."""

    def waiting(self) -> "BelongingRequestQuerySet":
        """Those that nobody of staff has decided."""
        return self.filter(state=RequestState.WAITING)

    def for_desk(self) -> "BelongingRequestQuerySet":
        """Waiting ones first, the longest wait on top; then decided ones, the latest on top. What was withdrawn is nobody's business."""
        waits = models.Case(models.When(state=RequestState.WAITING, then=0), default=1)
        rows = self.exclude(state=RequestState.WITHDRAWN).select_related("user", "organisation")
        return rows.order_by(waits, models.F("decided_at").desc(nulls_first=True), "pk")


class BelongingRequest(models.Model):
    """A person says where he belongs; staff decide. The organisation is one of the list, or is described where it is not in it yet."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="belonging_requests", verbose_name="利用者"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="支援機関"
    )
    name = models.CharField("支援機関の名称", max_length=80, blank=True)
    organisation_type = models.CharField("種別", max_length=24, choices=OrganisationType, blank=True)
    prefecture = models.CharField("都道府県", max_length=2, choices=Prefecture, blank=True)
    note = models.TextField("事務局への説明", max_length=500)
    state = models.CharField("状態", max_length=10, choices=RequestState, default=RequestState.WAITING)
    asked_at = models.DateTimeField("申し込んだ日時", default=timezone.now)
    decided_at = models.DateTimeField("決めた日時", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="決めた人"
    )
    #: Staff's words to the person, where it was refused.
    reason = models.CharField("理由", max_length=300, blank=True)
    submission_key = models.UUIDField(unique=True, editable=False)

    user_id: int
    organisation_id: int | None

    objects = BelongingRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "所属の申し込み"
        verbose_name_plural = "所属の申し込み"
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(fields=("user",), condition=Q(state="waiting"), name="one_waiting_belonging_request"),
            models.CheckConstraint(condition=Q(state__in=RequestState.values), name="known_belonging_request_state"),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at=None) | (~Q(state="waiting") & Q(decided_at__isnull=False)),
                name="belonging_request_decided_or_waiting",
            ),
            models.CheckConstraint(
                condition=Q(organisation__isnull=False) | (~Q(name="") & ~Q(organisation_type="") & ~Q(prefecture="")),
                name="belonging_request_says_where",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} – {self.where}"

    @property
    def where(self) -> str:
        """The organisation in words."""
        return str(self.organisation) if self.organisation else f"{self.name}（{self.get_prefecture_display()}、未登録）"

    @property
    def is_waiting(self) -> bool:
        """Whether nobody decided it yet."""
        return self.state == RequestState.WAITING

    @property
    def paper_gone_on(self) -> datetime.date | None:
        """The day on which the paper of a decided request is deleted."""
        return timezone.localdate(self.decided_at) + datetime.timedelta(PAPER_DAYS) if self.decided_at else None


class BelongingPaper(models.Model):
    """The paper of a request, sealed. Apart from the request, so that no list ever loads it and deleting it leaves the decision."""

    wagtail_reference_index_ignore = True

    request = models.OneToOneField(BelongingRequest, on_delete=models.CASCADE, related_name="paper", verbose_name="申し込み")
    content_type = models.CharField("種類", max_length=20)
    sealed = models.BinaryField("封をした内容")

    request_id: int

    class Meta:
        verbose_name = "所属の書類"
        verbose_name_plural = "所属の書類"
        default_permissions = ()

    def __str__(self) -> str:
        return f"所属の書類{self.request_id}"
