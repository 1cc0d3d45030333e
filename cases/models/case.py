"""The support case. Wagtail's mixins carry drafts, versions, review and preview; statuses.py reads them as one state."""

import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel, get_all_child_relations
from modelsearch import index
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, Revision, RevisionMixin, WorkflowMixin, WorkflowState

from accounts.audiences import Person
from accounts.models import Organisation
from accounts.organisation_types import OrganisationType
from accounts.prefectures import BLOCK_OF, Block, Prefecture
from accounts.shown_organisation import shown_organisation
from bansou.images.models import SitePicture
from bansou.text.templatetags.bansou_text import month_ja
from cases.layers import OPENED_BY, readable_fields, readable_rows
from cases.limits import LONG_TEXT, WITHDRAWN_DAYS
from cases.models.querysets import CaseQuerySet
from cases.models.question import QuestionCard
from cases.models.theme import Theme
from cases.statuses import OWNER, Hand, ReviewStep, Status, status_of
from cases.vocabularies import (
    AREA_CHOICES,
    AREA_NONE,
    AREAS,
    DECADES,
    Disclosure,
    EmployeeBand,
    Industry,
    IssueNamer,
    PresidentRole,
    SelfRunning,
    SupportFormat,
    TeamRole,
    Tool,
    Trigger,
    Wall,
)

if TYPE_CHECKING:
    from cases.models.member import CaseMember
    from cases.models.review_round import ReviewRound


#: What is true of a case as a whole, whatever its version.
_OF_THE_WHOLE = ("covered_until", "withdrawn_at")


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
    president_role = models.CharField("経営者の立場", max_length=10, choices=PresidentRole, blank=True)  # 9
    support_started = models.DateField("支援を始めた月", null=True, blank=True, help_text="その月の1日として記録します。")  # 11
    support_ended = models.DateField("支援を終えた月", null=True, blank=True)  # 11
    meetings_count = models.PositiveSmallIntegerField("面談の回数", null=True, blank=True)  # 11
    support_format = models.CharField("支援の形", max_length=10, choices=SupportFormat, blank=True)  # 11
    trigger = models.CharField("支援のきっかけ", max_length=14, choices=Trigger, blank=True)  # 12
    first_request = models.TextField("当初の相談", max_length=LONG_TEXT, blank=True)  # 12
    first_themes = ParentalManyToManyField(Theme, related_name="+", blank=True, verbose_name="当初の相談のテーマ")  # 12
    situation_before = models.TextField("支援前の状況", max_length=LONG_TEXT, blank=True)  # 13
    used_questions = ParentalManyToManyField(  # 28
        QuestionCard, related_name="+", blank=True, verbose_name="使った問いかけ"
    )
    real_issue = models.TextField("本質的な課題", max_length=LONG_TEXT, blank=True)  # 15
    real_themes = ParentalManyToManyField(Theme, related_name="+", blank=True, verbose_name="本質的な課題のテーマ")  # 15
    issue_path = models.TextField("課題設定への経緯", max_length=LONG_TEXT, blank=True)  # 16
    issue_named_by = models.CharField("課題を言葉にした人", max_length=10, choices=IssueNamer, blank=True)  # 16
    noticing = models.TextField("気づき", max_length=LONG_TEXT, blank=True)  # 18
    noticing_episode = models.UUIDField("気づきのあった対話", null=True, blank=True)  # 18: Episode.key
    noticing_not_yet = models.BooleanField("気づきは、まだない", default=False)  # 18
    conviction = models.TextField("腹落ち", max_length=LONG_TEXT, blank=True)  # 18
    conviction_episode = models.UUIDField("腹落ちのあった対話", null=True, blank=True)  # 18: Episode.key
    conviction_not_yet = models.BooleanField("腹落ちは、まだない", default=False)  # 18
    worked_with = ArrayField(  # 20
        models.CharField(max_length=24, choices=OrganisationType), verbose_name="連携した機関", default=list, blank=True
    )
    tools = ArrayField(  # 20
        models.CharField(max_length=16, choices=Tool), verbose_name="使ったツール", default=list, blank=True
    )
    collaboration = models.TextField("連携のようす・使った施策", max_length=LONG_TEXT, blank=True)  # 20
    behaviour_change = models.TextField("行動・組織の変化", max_length=LONG_TEXT, blank=True)  # 22
    self_running = models.CharField("自走化の状態", max_length=12, choices=SelfRunning, blank=True)  # 24
    self_running_evidence = models.TextField("自走化の根拠", max_length=LONG_TEXT, blank=True)  # 24
    president_voice = models.TextField("経営者の声", max_length=1000, blank=True)  # 26
    president_voice_agreed = models.BooleanField("経営者の声を載せる同意を得た", default=False)  # 26
    went_well = models.TextField("うまくいった関わり", max_length=LONG_TEXT, blank=True)  # 27
    went_badly = models.TextField("うまくいかなかった関わり", max_length=LONG_TEXT, blank=True)  # 27
    next_time = models.TextField("次ならどうするか", max_length=LONG_TEXT, blank=True)  # 27
    hesitated = models.TextField("迷ったこと", max_length=LONG_TEXT, blank=True)  # 27
    reflections_public = models.BooleanField("ふりかえりを、事例を読める方すべてに見せる", default=False)  # 27
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
    #: The last day on which the consents allow the disclosure; None: they do not. The database alone writes it (migration 0012).
    covered_until = models.DateField("同意の期限", null=True, editable=False)
    withdrawn_at = models.DateTimeField("取り下げた日時", null=True, editable=False)
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
        index.SearchField("issue_path"),
        index.SearchField("noticing"),
        index.SearchField("conviction"),
        index.SearchField("collaboration"),
        index.SearchField("behaviour_change"),
        index.SearchField("self_running_evidence"),
        index.SearchField("industry_note"),
        index.SearchField("searchable_words", boost=2),
        index.SearchField("opened_words"),
        # Of the rows only what every reader may see (layers.py): the index knows no audiences within a case.
        index.RelatedFields(
            "episodes",
            [index.SearchField("aim"), index.SearchField("question"), index.SearchField("reaction"), index.SearchField("change")],
        ),
        index.RelatedFields("walls", [index.SearchField("how_passed")]),
        index.RelatedFields(
            "actions", [index.SearchField("what"), index.SearchField("who"), index.SearchField("supporter_part")]
        ),
        index.RelatedFields("points", [index.SearchField("heading"), index.SearchField("text")]),
        index.RelatedFields("sources", [index.SearchField("label")]),
        index.FilterField("live"),
        index.FilterField("covered_until"),
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
            models.CheckConstraint(condition=Q(president_role__in=["", *PresidentRole.values]), name="known_president_role"),
            models.CheckConstraint(condition=Q(issue_named_by__in=["", *IssueNamer.values]), name="known_issue_namer"),
            models.CheckConstraint(condition=Q(self_running__in=["", *SelfRunning.values]), name="known_self_running"),
            models.CheckConstraint(condition=Q(worked_with__contained_by=OrganisationType.values), name="known_partners"),
            models.CheckConstraint(condition=Q(tools__contained_by=Tool.values), name="known_tools"),
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
            models.CheckConstraint(condition=Q(live=False) | Q(withdrawn_at=None), name="withdrawn_case_is_not_live"),
        )
        indexes = (
            models.Index(fields=("-first_published_at", "-id"), condition=Q(live=True), name="case_newest"),
            models.Index(fields=("-last_published_at", "-id"), condition=Q(live=True), name="case_latest_version"),
            models.Index(fields=("author", "-id"), name="case_of_author"),
        )

    def __str__(self) -> str:
        return self.title

    @classmethod
    def from_serializable_data(cls, data: dict[str, Any], check_fks: bool = True, strict_fks: bool = False) -> Any:
        """A version from its JSON. The rows come without their `case`: modelcluster would look it up for every row."""
        parents = {relation.get_accessor_name(): relation.field.name for relation in get_all_child_relations(cls)}
        # Wagtail takes the latest version's number from the row itself; here it would only be looked up for nothing.
        data = {name: value for name, value in data.items() if name != "latest_revision"}
        lean = {
            name: [{key: value for key, value in row.items() if key != parents[name]} for row in values]
            if name in parents
            else values
            for name, values in data.items()
        }
        return super().from_serializable_data(lean, check_fks=check_fks, strict_fks=strict_fks)

    def serializable_data(self) -> dict[str, Any]:
        """A version without what belongs to the case as a whole: publishing an old one must not bring back an old consent."""
        data: dict[str, Any] = super().serializable_data()
        return {name: value for name, value in data.items() if name not in _OF_THE_WHOLE}

    def with_content_json(self, content: dict[str, Any]) -> "Case":
        """A version as a case, which is covered and withdrawn as the case is today."""
        version: Case = super().with_content_json(content)
        for name in _OF_THE_WHOLE:
            setattr(version, name, getattr(self, name))
        return version

    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> Any:
        """As Wagtail, whatever way the call came: only what the consents cover, and nothing withdrawn. Raises Refused."""
        from cases.consents import check_is_covered, check_is_not_withdrawn  # above the models; Wagtail asks the model

        check_is_not_withdrawn(self)
        check_is_covered(revision.as_object())
        return super().publish(revision, *args, **kwargs)

    def get_absolute_url(self) -> str:
        """The address of the published page."""
        return reverse("cases:detail", args=[self.pk])

    @property
    def thread(self) -> str:
        """What its team is told of it stands together in the inbox (notifications: Occurrence.thread)."""
        return f"case:{self.pk}"

    def is_team(self, user: Person) -> bool:
        """Whether the person is of the case's team: its author, or somebody who joined. One query a case object, for the signed-in."""
        if not user.is_authenticated:
            return False
        return self.is_author(user) or any(member.user_id == user.pk for member in self.team_members)

    def is_author(self, user: Person) -> bool:
        """Whether the person wrote the case first: he alone submits, withdraws, invites and removes."""
        return bool(user.is_authenticated and self.author_id == user.pk)

    @cached_property
    def team_members(self) -> list["CaseMember"]:
        """The team besides the author, with the people of the site among them; a version asks for the team of today."""
        return list(self.members.select_related("user")) if self.pk else []

    @property
    def own_role_label(self) -> str:
        """The person's part in the case, in a list that was fetched `with_own_role`."""
        role = getattr(self, "own_role", None)
        return str(TeamRole(role).label) if role else "書いた人"

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
    def is_covered(self) -> bool:
        """Whether living consents allow its publication today."""
        return self.covered_until is not None and self.covered_until >= timezone.localdate()

    @property
    def is_published(self) -> bool:
        """Whether anybody reads it today (`CaseQuerySet.published`)."""
        return bool(self.live) and self.is_covered

    @property
    def erased_at(self) -> datetime.datetime | None:
        """When a withdrawn case will be erased."""
        return self.withdrawn_at + datetime.timedelta(days=WITHDRAWN_DAYS) if self.withdrawn_at else None

    @property
    def review_step(self) -> ReviewStep | None:
        """The step of the review in which it stands; None where staff do not have it."""
        state = self.active_review
        if state is None or state.status != WorkflowState.STATUS_IN_PROGRESS:
            return None
        return ReviewStep(state.current_task_state.task.casereviewtask.step)

    @property
    def status_label(self) -> str:
        """The state in words, with the step of the review."""
        step = self.review_step
        return f"{self.status.label}：{step.label}" if step else str(self.status.label)

    @property
    def open_round(self) -> "ReviewRound | None":
        """The round of the review that is going on; from the prefetched rows of a queue, else one query."""
        rounds = getattr(self, "open_rounds", None)
        if rounds is None:
            rounds = list(self.review_rounds.open().select_related("claimed_by"))
        return rounds[0] if rounds else None

    @property
    def latest_disclosure(self) -> str:
        """Whom the case shall reach as last written."""
        return str(self.latest_revision.content["disclosure"] if self.latest_revision else self.disclosure)

    @property
    def block(self) -> Block | None:
        """The region whose reviewers look after it: where its author's organisation is, else where the company is."""
        area = self.organisation.prefecture if self.organisation else self.area
        if area in Block.values:
            return Block(area)
        return BLOCK_OF[Prefecture(area)] if area in Prefecture.values else None

    @property
    def handed_at(self) -> Any:
        """When it was submitted (while it waits) or last published."""
        return getattr(self, "waiting_since", None) or self.last_published_at

    @property
    def waits_for_author(self) -> bool:
        """Whether the author has something to do: a draft to finish or a return to answer."""
        return OWNER[self.status] == Hand.AUTHOR and self.status not in (Status.PUBLISHED, Status.WITHDRAWN)

    @property
    def latest_title(self) -> str:
        """The title as last written."""
        return self.latest_revision.object_str if self.latest_revision else self.title

    @cached_property
    def status(self) -> Status:
        """Where the case stands."""
        state = self.active_review
        return status_of(
            live=self.live,
            has_unpublished_changes=self.has_unpublished_changes,
            workflow_status=state.status if state else "",
            is_covered=self.is_covered,
            is_withdrawn=self.withdrawn_at is not None,
        )

    def forget_status(self) -> None:
        """After an action: read the state anew."""
        self.__dict__.pop("status", None)

    @property
    def area_label(self) -> str:
        """The area in words."""
        return AREAS.get(self.area, "")

    @property
    def block_label(self) -> str:
        """The region around the prefecture, by which people look for a case (九州); "" where it is said already or there is none."""
        block = BLOCK_OF[Prefecture(self.area)] if self.area in Prefecture.values else None
        return block.label.partition("（")[0] if block else ""

    @property
    def card_facts(self) -> list[str]:
        """What a card says about the company in a few words."""
        facts = [self.get_industry_display(), "" if self.area == AREA_NONE else self.area_label]
        band = "" if self.employee_band == EmployeeBand.NONE else self.get_employee_band_display()
        return [fact for fact in (*facts, band) if fact]

    @property
    def author_organisation(self) -> str:
        """For whom the author wrote, as readers see it who may know its name; `author` and `organisation` are fetched already."""
        return shown_organisation(self.author, self.organisation, named=True)

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
                self.block_label,
                *(str(wall) for wall in self.walls.all()),
                *(str(OrganisationType(code).label) for code in self.worked_with),
                *(str(Tool(code).label) for code in self.tools),
                *(theme.name for theme in self.first_themes.all()),
                *(theme.name for theme in self.real_themes.all()),
                *(str(tag) for tag in self.keywords.all()),
            ]
        )

    def opened_words(self) -> str:
        """Words that depend on what the author opened to every reader: his reflections, the president's voice, numbers, figures."""
        visitor = AnonymousUser()
        own = [str(getattr(self, name)) for name in OPENED_BY["case"] if name in readable_fields(self, visitor)]
        numbers = [number.indicator for number in readable_rows(self.numbers.all(), visitor)]
        figures = [f"{figure.caption} {figure.alt}" for figure in readable_rows(self.figures.all(), visitor)]
        return "\n".join([*own, *numbers, *figures])

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        """For whose eyes staff may have a version drawn."""
        from cases.page.previews import MODES  # above the models; Wagtail asks the model

        return list(MODES.items())

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        """Preview looks exactly as the page will."""
        return "cases/case_detail.html"

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        """The page's own context, marked as a preview."""
        from cases.page import preview_context  # above the models; Wagtail asks the model

        return {"request": request, **preview_context(self, request.user, asked=mode_name)}

    @property
    def period(self) -> str:
        """From when to when, by month: 2024年4月から2025年7月まで."""
        if self.support_started is None:
            return ""
        ended = f"{month_ja(self.support_ended)}まで" if self.support_ended else "続いています"
        return f"{month_ja(self.support_started)}から{'' if self.support_ended else '、今も'}{ended}"
