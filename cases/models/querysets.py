"""Reads of cases. Each starts from the person where it matters who asks."""

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.models import WorkflowState

from accounts.audiences import Person, audiences_of
from accounts.models import User
from cases.layers import AUDIENCE_OF
from cases.models.episode import Episode
from cases.models.review_round import ReviewRound
from cases.models.rows import CaseWall
from cases.vocabularies import areas_within

if TYPE_CHECKING:
    from cases.models.case import Case
    from cases.models.member import CaseMember


def disclosures_for(user: Person) -> list[str]:
    """The ways of publishing that reach the person."""
    readable = audiences_of(user)
    return [disclosure for disclosure, audience in AUDIENCE_OF.items() if audience in readable]


class CaseQuerySet(models.QuerySet["Case"]):
    """Reads of cases."""

    def visible_to(self, user: Person) -> "CaseQuerySet":
        """Published cases that the person may read. Not drafts, also not his own: those are `of_team`."""
        return self.published().filter(disclosure__in=disclosures_for(user))

    def published(self) -> "CaseQuerySet":
        """Those that somebody may read today: approved, and covered by living consents on this very day."""
        return self.filter(live=True, covered_until__gte=timezone.localdate())

    def gone_for(self, user: Person) -> "CaseQuerySet":
        """Those that the person might have read once, and that are out of sight now."""
        once_published = self.filter(first_published_at__isnull=False, disclosure__in=disclosures_for(user))
        return once_published.exclude(live=True, covered_until__gte=timezone.localdate())

    def withdrawn(self) -> "CaseQuerySet":
        """Those that were taken out of sight and are not erased yet."""
        return self.filter(withdrawn_at__isnull=False)

    def written_by(self, user: Person) -> "CaseQuerySet":
        """Those that the person wrote, in whatever state; what he joined is in `of_team`."""
        return self.filter(author_id=user.pk) if user.is_authenticated else self.none()

    def of_team(self, user: Person) -> "CaseQuerySet":
        """Those that the person wrote or joined, in whatever state."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(author_id=user.pk) | Q(pk__in=_joined_by(user).values("case_id")))

    def with_own_role(self, user: User) -> "CaseQuerySet":
        """With the person's part in each (`own_role`, none for the author), for `Case.own_role_label`."""
        joined = _joined_by(user).filter(case_id=models.OuterRef("pk"))
        with_role: CaseQuerySet = self.annotate(own_role=models.Subquery(joined.values("role")[:1]))
        return with_role

    def in_sight_of_staff(self) -> "CaseQuerySet":
        """What staff may know of: published and withdrawn ones, those that wait for review. Not what a supporter keeps for himself."""
        waiting = WorkflowState.objects.filter(
            base_content_type=ContentType.objects.get_for_model(self.model), status=WorkflowState.STATUS_IN_PROGRESS
        )
        return self.filter(
            Q(live=True)
            | Q(withdrawn_at__isnull=False)
            | Q(pk__in=waiting.annotate(number=Cast("object_id", models.BigIntegerField())).values("number"))
        )

    def unsent(self) -> "CaseQuerySet":
        """Those that are with their authors alone: begun, returned or taken back."""
        return self.exclude(pk__in=self.model._default_manager.in_sight_of_staff().order_by().values("pk"))

    def with_queue_order(self) -> "CaseQuerySet":
        """Waiting ones first, the longest wait on top; then the published ones, the latest on top. With what the queue shows of each."""
        waiting = ReviewRound.objects.open().filter(case_id=models.OuterRef("pk"))
        queue: CaseQuerySet = (
            self.annotate(waiting_since=models.Subquery(waiting.values("submitted_at")[:1]))
            .prefetch_related(*_review_rows())
            .order_by(models.F("waiting_since").asc(nulls_last=True), "-last_published_at", "-pk")
        )
        return queue

    def with_states(self) -> "CaseQuerySet":
        """With their latest version, their review and their follow-ups, newest first; for the team's own list."""
        return self.select_related("latest_revision").prefetch_related(*_review_rows(), "follow_ups").order_by("-pk")

    def claimed_by(self, user: Person) -> "CaseQuerySet":
        """Those that the reviewer has in hand."""
        rounds = ReviewRound.objects.open().claimed().filter(claimed_by_id=user.pk)
        return self.filter(pk__in=rounds.values("case_id"))

    def unclaimed(self) -> "CaseQuerySet":
        """Those that wait, and nobody has them in hand."""
        rounds = ReviewRound.objects.open()
        return self.filter(pk__in=rounds.values("case_id")).exclude(pk__in=rounds.claimed().values("case_id"))

    def in_blocks(self, blocks: list[str]) -> "CaseQuerySet":
        """Those of the regions (Case.block)."""
        areas = [area for block in blocks for area in areas_within(block)]
        return self.filter(Q(organisation__prefecture__in=areas) | Q(organisation=None, area__in=areas))

    def in_review_step(self, step: str) -> "CaseQuerySet":
        """Those that wait in this step of the review."""
        states = WorkflowState.objects.filter(
            base_content_type=ContentType.objects.get_for_model(self.model),
            status=WorkflowState.STATUS_IN_PROGRESS,
            current_task_state__task__casereviewtask__step=step,
        ).annotate(number=Cast("object_id", models.BigIntegerField()))
        return self.filter(pk__in=states.values("number"))

    def newest(self, count: int) -> list["Case"]:
        """The latest published ones with what a card shows."""
        return list(self.with_card_rows().newest_first()[:count])

    def newest_first(self) -> "CaseQuerySet":
        """The one that was published last on top."""
        return self.order_by("-first_published_at", "-pk")

    def with_card_rows(self) -> "CaseQuerySet":
        """With the rows that a card shows and without the long texts, in a fixed number of queries."""
        long_texts = [field.name for field in self.model._meta.concrete_fields if isinstance(field, models.TextField)]
        return self.defer(*long_texts).prefetch_related("walls")

    def with_wall(self, wall: str) -> "CaseQuerySet":
        """Those in which the wall stood."""
        return self.with_any_wall([wall])

    def with_any_wall(self, walls: list[str]) -> "CaseQuerySet":
        """Those in which one of the walls stood."""
        return self.filter(pk__in=CaseWall.objects.filter(wall__in=walls).values("case_id"))

    def with_any_theme(self, slugs: list[str]) -> "CaseQuerySet":
        """Those whose first request or real issue is of one of the themes."""
        return self.filter(Q(pk__in=self._with_themes("real_themes", slugs)) | Q(pk__in=self._with_themes("first_themes", slugs)))

    def asked_about_any(self, slugs: list[str]) -> "CaseQuerySet":
        """Those whose first request is of one of the themes."""
        return self.filter(pk__in=self._with_themes("first_themes", slugs))

    def really_about_any(self, slugs: list[str]) -> "CaseQuerySet":
        """Those whose real issue is of one of the themes."""
        return self.filter(pk__in=self._with_themes("real_themes", slugs))

    def _with_themes(self, relation: str, slugs: list[str]) -> models.QuerySet[Any, Any]:
        through = getattr(self.model, relation).through
        rows: models.QuerySet[Any, Any] = through.objects.filter(theme__slug__in=slugs).values("case_id")
        return rows

    def told_afterwards(self) -> "CaseQuerySet":
        """Those whose company was asked again months later, with an answer for readers."""
        told = self.model._meta.get_field("follow_ups").related_model.objects.filter(published_at__isnull=False)
        return self.filter(pk__in=told.order_by().values("case_id"))

    def with_any_stage(self, stages: list[str]) -> "CaseQuerySet":
        """Those with a dialogue in one of the stages."""
        return self.filter(pk__in=Episode.objects.filter(stage__in=stages).values("case_id"))


def _review_rows() -> tuple[models.Prefetch[Any], models.Prefetch[Any]]:
    """What says where a case stands, and since when."""
    states = WorkflowState.objects.select_related("current_task_state__task__casereviewtask")
    rounds = ReviewRound.objects.open().select_related("claimed_by")
    return models.Prefetch("workflow_states", states), models.Prefetch("review_rounds", rounds, to_attr="open_rounds")


def _joined_by(user: User) -> "models.QuerySet[CaseMember]":
    """The person's places in teams."""
    from cases.models.member import CaseMember  # which needs Case first

    return CaseMember.objects.filter(user_id=user.pk)
