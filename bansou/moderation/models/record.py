"""The record of what staff decided, and why."""

from collections.abc import Iterator

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.utils import timezone


class DecisionQuerySet(models.QuerySet["Decision"]):
    """Reads of the record."""

    def about(self, target: models.Model) -> "DecisionQuerySet":
        """What was decided about one thing, the latest first."""
        return self.filter(content_type=ContentType.objects.get_for_model(target), object_id=target.pk).order_by("-pk")

    def broken(self) -> Iterator[int]:
        """The numbers of rows that are not as they were written, or that do not follow the row before them. Reads the whole record."""
        made = RawSQL("moderation_decision_hash(moderation_decision)", ())
        before = ""
        for pk, own, follows, now in (
            self.order_by("pk").annotate(made=made).values_list("pk", "hash", "hash_before", "made").iterator()
        ):
            if own != now or follows != before:
                yield pk
            before = own


class Decision(models.Model):
    """What somebody decided about something, and why: mostly staff. Append-only, and a chain: the database sees to both (migrations)."""

    at = models.DateTimeField("日時", default=timezone.now, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="決めた人", null=True, blank=True
    )
    #: Who it was, in words, where it was nobody with an account: a command of the operator, the president by his link.
    actor = models.CharField("決めた人（アカウントのない方）", max_length=80, blank=True, default="")
    verb = models.CharField("したこと", max_length=40)
    reason = models.CharField("理由", max_length=1000)
    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+", verbose_name="種類")
    object_id = models.PositiveBigIntegerField("番号")
    #: What the thing was called then; it may be gone or renamed later.
    target_name = models.CharField("対象", max_length=200)
    target = GenericForeignKey("content_type", "object_id")
    #: Of the row before and of this one, with that: written by PostgreSQL alone.
    hash_before = models.CharField("一つ前の符号", max_length=64, default="", editable=False)
    hash = models.CharField("符号", max_length=64, default="", editable=False)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = "運営の記録"
        verbose_name_plural = "運営の記録"
        ordering = ("-pk",)
        indexes = (models.Index(fields=("content_type", "object_id", "-id"), name="decision_about"),)
        constraints = (
            models.CheckConstraint(condition=~Q(verb="") & ~Q(reason=""), name="decision_has_verb_and_reason"),
            models.CheckConstraint(condition=~Q(by=None, actor=""), name="decision_has_somebody"),
            # Also where the lock of the trigger should fail one day: no two rows follow the same one.
            models.UniqueConstraint(fields=("hash_before",), name="one_decision_follows_another"),
        )

    by_id: int | None

    def __str__(self) -> str:
        return f"{self.target_name}：{self.verb}"

    @property
    def who(self) -> str:
        """Whoever decided, with or without an account."""
        return str(self.by) if self.by else self.actor
