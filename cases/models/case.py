"""The support case. Wagtail's mixins carry drafts, versions, review and preview; statuses.py reads them as one state."""

from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.functional import cached_property
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from modelsearch import index
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, Revision, RevisionMixin, WorkflowMixin, WorkflowState

from accounts.audiences import Audience, Person, audiences_of
from accounts.models import Organisation
from bansou.images.models import SitePicture
from bansou.text.templatetags.bansou_text import month_ja
from cases.models.episode import CaseWall
from cases.models.theme import Theme
from cases.statuses import OWNER, Hand, Status, status_of
from cases.vocabularies import (
    AREA_CHOICES,
    AREA_NONE,
    AREAS,
    DECADES,
    Disclosure,
    EmployeeBand,
    Industry,
    SupportFormat,
    Trigger,
    Wall,
    areas_within,
)

#: Whom each disclosure reaches once the case is published.
AUDIENCE_OF: dict[str, Audience] = {
    Disclosure.ANONYMOUS: Audience.PUBLIC,
    Disclosure.NAMED: Audience.PUBLIC,
    Disclosure.MEMBERS: Audience.SUPPORTER,
    Disclosure.DRAFT: Audience.TEAM,
}


class CaseQuerySet(models.QuerySet["Case"]):
    """Reads of cases."""

    def visible_to(self, user: Person) -> "CaseQuerySet":
        """Published cases that the person may read. Not drafts, also not his own: those are `written_by`."""
        readable = audiences_of(user)
        disclosures = [disclosure for disclosure, audience in AUDIENCE_OF.items() if audience in readable]
        return self.filter(live=True, disclosure__in=disclosures)

    def written_by(self, user: Person) -> "CaseQuerySet":
        """The person's own cases, in whatever state."""
        return self.filter(author_id=user.pk) if user.is_authenticated else self.none()

    def in_sight_of_staff(self) -> "CaseQuerySet":
        """What staff may know of: published ones, and those that wait for review. Not what a supporter keeps for himself."""
        waiting = WorkflowState.objects.filter(
            base_content_type=ContentType.objects.get_for_model(Case), status=WorkflowState.STATUS_IN_PROGRESS
        )
        return self.filter(
            Q(live=True) | Q(pk__in=waiting.annotate(number=Cast("object_id", models.BigIntegerField())).values("number"))
        )

    def with_queue_order(self) -> "CaseQuerySet":
        """Waiting ones first, the longest wait on top; then the published ones, the latest on top."""
        waiting = WorkflowState.objects.filter(
            base_content_type=ContentType.objects.get_for_model(Case),
            status=WorkflowState.STATUS_IN_PROGRESS,
            object_id=Cast(models.OuterRef("pk"), models.CharField()),
        )
        queue: CaseQuerySet = (
            self.annotate(waiting_since=models.Subquery(waiting.values("current_task_state__started_at")[:1]))
            .prefetch_related("workflow_states__current_task_state")
            .order_by(models.F("waiting_since").asc(nulls_last=True), "-last_published_at", "-pk")
        )
        return queue

    def with_states(self) -> "CaseQuerySet":
        """With their latest version and their review, newest first; for the author's own list."""
        return self.select_related("latest_revision").prefetch_related("workflow_states__current_task_state").order_by("-pk")

    def newest(self, count: int) -> list["Case"]:
        """The latest published ones with what a card shows."""
        return list(self.with_card_rows().order_by("-first_published_at", "-pk")[:count])

    def with_card_rows(self) -> "CaseQuerySet":
        """With the rows that a card shows and without the long texts, in a fixed number of queries."""
        return self.defer("first_request", "situation_before", "real_issue").prefetch_related("walls")

    def with_wall(self, wall: str) -> "CaseQuerySet":
        """Those in which the wall stood."""
        return self.with_any_wall([wall])

    def with_any_wall(self, walls: list[str]) -> "CaseQuerySet":
        """Those in which one of the walls stood."""
        return self.filter(pk__in=CaseWall.objects.filter(wall__in=walls).values("case_id"))

    def with_any_theme(self, slugs: list[str]) -> "CaseQuerySet":
        """Those whose first request or real issue is of one of the themes."""
        real, first = Case.real_themes.through, Case.first_themes.through
        return self.filter(
            Q(pk__in=real.objects.filter(theme__slug__in=slugs).values("case_id"))
            | Q(pk__in=first.objects.filter(theme__slug__in=slugs).values("case_id"))
        )

    def within_any(self, areas: list[str]) -> "CaseQuerySet":
        """Those in one of the prefectures or blocks."""
        return self.filter(area__in=[code for area in areas for code in areas_within(area)])


class Case(
    PreviewableMixin,
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    index.Indexed,
    ClusterableModel,
):  # type: ignore[misc]
    """A journey of dialogue: what was asked first, what lay behind it, which question turned it. Numbers: fields of domain D1."""

    title = models.CharField("題名", max_length=60)  # 1
    summary = models.CharField("一文で言うと", max_length=120, blank=True)  # 2
    disclosure = models.CharField("公開のしかた", max_length=10, choices=Disclosure, default=Disclosure.ANONYMOUS)  # 3
    display_name = models.CharField("会社の呼び名", max_length=40, blank=True)  # 5
    industry = models.CharField("業種", max_length=1, choices=Industry, blank=True)  # 6
    industry_note = models.CharField("業種の説明", max_length=30, blank=True)  # 6
    area = models.CharField("地域", max_length=16, choices=AREA_CHOICES, blank=True)  # 7
    employee_band = models.CharField("従業員規模", max_length=8, choices=EmployeeBand, blank=True)  # 8
    founded_decade = models.PositiveSmallIntegerField("創業年代", choices=DECADES, null=True, blank=True)  # 8
    support_started = models.DateField("支援を始めた月", null=True, blank=True, help_text="その月の1日として記録します。")  # 11
    support_ended = models.DateField("支援を終えた月", null=True, blank=True)  # 11
    meetings_count = models.PositiveSmallIntegerField("面談の回数", null=True, blank=True)  # 11
    support_format = models.CharField("支援の形", max_length=10, choices=SupportFormat, blank=True)  # 11
    trigger = models.CharField("支援のきっかけ", max_length=14, choices=Trigger, blank=True)  # 12
    first_request = models.TextField("当初の相談", max_length=800, blank=True)  # 12
    first_themes = ParentalManyToManyField(Theme, related_name="+", blank=True, verbose_name="当初の相談のテーマ")  # 12
    situation_before = models.TextField("支援前の状況", max_length=4000, blank=True)  # 13
    real_issue = models.TextField("本質的な課題", max_length=1500, blank=True)  # 15
    real_themes = ParentalManyToManyField(Theme, related_name="+", blank=True, verbose_name="本質的な課題のテーマ")  # 15
    picture = models.ForeignKey(
        SitePicture, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="写真"
    )
    picture_alt = models.CharField("写真の説明", max_length=200, blank=True)
    keywords = ClusterTaggableManager("キーワード", through="cases.CaseKeyword", blank=True, help_text="「、」で区切ります。")

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="cases", verbose_name="書いた人")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="cases", verbose_name="書いたときの所属", null=True, blank=True
    )
    is_sample = models.BooleanField(
        "見本", default=False, help_text="架空の事例です。一覧とページに「見本（架空の事例）」と表示します。"
    )
    submission_key = models.UUIDField(unique=True, editable=False)
    created_at = models.DateTimeField("作成日時", auto_now_add=True)

    _revisions = GenericRelation(
        Revision, content_type_field="base_content_type", object_id_field="object_id", for_concrete_model=False
    )
    workflow_states = GenericRelation(
        WorkflowState,
        content_type_field="base_content_type",
        object_id_field="object_id",
        for_concrete_model=False,
        related_query_name="case",
    )

    objects = CaseQuerySet.as_manager()

    search_fields = (
        index.SearchField("title", boost=4),
        index.AutocompleteField("title"),
        index.SearchField("summary", boost=2),
        index.SearchField("first_request"),
        index.SearchField("situation_before"),
        index.SearchField("real_issue", boost=1.5),
        index.SearchField("industry_note"),
        index.SearchField("searchable_words"),
        index.RelatedFields(
            "episodes", [index.SearchField("question"), index.SearchField("reaction"), index.SearchField("change")]
        ),
        index.FilterField("live"),
        index.FilterField("disclosure"),
        index.FilterField("author_id"),
        index.FilterField("industry"),
        index.FilterField("area"),
        index.FilterField("employee_band"),
        index.FilterField("first_published_at"),
    )

    class Meta:
        verbose_name = "支援事例"
        verbose_name_plural = "支援事例"
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(condition=Q(disclosure__in=Disclosure.values), name="known_disclosure"),
            models.CheckConstraint(condition=Q(industry__in=["", *Industry.values]), name="known_industry"),
            models.CheckConstraint(condition=Q(area__in=["", *AREAS]), name="known_area"),
            models.CheckConstraint(condition=Q(employee_band__in=["", *EmployeeBand.values]), name="known_employee_band"),
            models.CheckConstraint(
                condition=Q(support_ended=None) | Q(support_ended__gte=models.F("support_started")),
                name="support_ends_after_start",
            ),
            # A draft may have gaps, a published case none (statuses: SUBMIT checks with words; the database stands behind it).
            models.CheckConstraint(
                condition=Q(live=False)
                | ~(
                    Q(summary="")
                    | Q(display_name="")
                    | Q(industry="")
                    | Q(area="")
                    | Q(employee_band="")
                    | Q(support_format="")
                    | Q(trigger="")
                    | Q(first_request="")
                    | Q(situation_before="")
                    | Q(real_issue="")
                    | Q(support_started=None)
                    | Q(meetings_count=None)
                ),
                name="published_case_has_no_gaps",
            ),
            models.CheckConstraint(condition=Q(picture=None) | ~Q(picture_alt=""), name="picture_has_alt_text"),
            models.CheckConstraint(condition=~Q(live=True, disclosure=Disclosure.DRAFT), name="team_records_are_never_live"),
        )
        indexes = (
            models.Index(fields=("-first_published_at", "-id"), condition=Q(live=True), name="case_newest"),
            models.Index(fields=("author", "-id"), name="case_of_author"),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The address of the published page."""
        return reverse("cases:detail", args=[self.pk])

    def is_team(self, user: Person) -> bool:
        """Whether the person is of the case's team (now: its author)."""
        return bool(user.is_authenticated and self.author_id == user.pk)

    @property
    def active_review(self) -> WorkflowState | None:
        """The review that is going on or waits for an answer; from the prefetched rows where there are any."""
        active = (WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES)
        return next((state for state in self.workflow_states.all() if state.status in active), None)

    @property
    def return_comment(self) -> str:
        """What the reviewer asked to change, while that stands."""
        state = self.active_review
        if state is None or state.status != WorkflowState.STATUS_NEEDS_CHANGES:
            return ""
        return state.current_task_state.comment if state.current_task_state else ""

    @property
    def status_label(self) -> str:
        """The state in words."""
        return str(self.status.label)

    @property
    def handed_at(self) -> Any:
        """When it was submitted (while it waits) or last published."""
        return getattr(self, "waiting_since", None) or self.last_published_at

    @property
    def waits_for_author(self) -> bool:
        """Whether the author has something to do: a draft to finish or a return to answer."""
        return OWNER[self.status] == Hand.AUTHOR and self.status != Status.PUBLISHED

    @property
    def latest_title(self) -> str:
        """The title as last written."""
        return self.latest_revision.object_str if self.latest_revision else self.title

    @cached_property
    def status(self) -> Status:
        """Where the case stands."""
        state = self.active_review
        return status_of(
            live=self.live, has_unpublished_changes=self.has_unpublished_changes, workflow_status=state.status if state else ""
        )

    def forget_status(self) -> None:
        """After an action: read the state anew."""
        self.__dict__.pop("status", None)

    @property
    def area_label(self) -> str:
        """The area in words."""
        return AREAS.get(self.area, "")

    @property
    def card_facts(self) -> list[str]:
        """What a card says about the company in a few words."""
        facts = [self.get_industry_display(), "" if self.area == AREA_NONE else self.area_label]
        band = "" if self.employee_band == EmployeeBand.NONE else self.get_employee_band_display()
        return [fact for fact in (*facts, band) if fact]

    @property
    def wall_labels(self) -> list[str]:
        """The walls in words, in their own order."""
        chosen = {row.wall for row in self.walls.all()}
        return [str(wall.label) for wall in Wall if wall in chosen]

    def searchable_words(self) -> str:
        """Words of the vocabularies that belong to the case, for search."""
        return " ".join(
            [
                self.get_industry_display(),
                self.area_label,
                *(str(wall) for wall in self.walls.all()),
                *(theme.name for theme in self.first_themes.all()),
                *(theme.name for theme in self.real_themes.all()),
                *(str(tag) for tag in self.keywords.all()),
            ]
        )

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        """Preview looks exactly as the page will."""
        return "cases/case_detail.html"

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        """The page's own context, marked as a preview."""
        return {"request": request, **self.page_context(), "is_preview": True}

    def page_context(self) -> dict[str, Any]:
        """What the page of the case shows besides the case itself."""
        return {
            "case": self,
            "facts": lambda: self.facts,
            "breadcrumb": [("事例", reverse("cases:list")), (self.title, "")],
        }

    @property
    def period(self) -> str:
        """From when to when, by month: 2024年4月から2025年7月まで."""
        if self.support_started is None:
            return ""
        ended = f"{month_ja(self.support_ended)}まで" if self.support_ended else "続いています"
        return f"{month_ja(self.support_started)}から{'' if self.support_ended else '、今も'}{ended}"

    @property
    def facts(self) -> list[tuple[str, str]]:
        """The outline of the case: term and words; the template leaves out rows without words."""
        industry = self.get_industry_display() + (f"（{self.industry_note}）" if self.industry_note else "")
        organisation_type = self.organisation.get_organisation_type_display() if self.organisation else ""
        return [
            ("会社", self.display_name),
            ("業種", industry),
            ("地域", self.area_label),
            ("従業員規模", self.get_employee_band_display()),
            ("創業", self.get_founded_decade_display() if self.founded_decade else ""),
            ("支援の期間", self.period),
            ("面談の回数", f"{self.meetings_count}回" if self.meetings_count else ""),
            ("支援の形", self.get_support_format_display()),
            ("きっかけ", self.get_trigger_display()),
            ("支援した人", organisation_type),
        ]
