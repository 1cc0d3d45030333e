"""Makes cases in every state, quickly as rows or slowly by the real review, and what a browser sends."""

import datetime
import io
import string
import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.db.models import Model
from django.test import Client
from django.utils import timezone
from PIL import Image
from wagtail.models import TaskState, Workflow, WorkflowState

from accounts.audiences import Audience
from accounts.models import User
from bansou.images.actions import picture_from_upload
from bansou.images.models import SitePicture
from cases.actions import approve_case, return_case, submit_case, withdraw_case
from cases.anonymity.checking import open_marks
from cases.layers import LAYERS, OPENED_BY
from cases.models import (
    Case,
    CaseFigure,
    CaseMember,
    CaseReviewTask,
    CaseWall,
    CheckTick,
    CompanyAction,
    Consent,
    Episode,
    FollowUp,
    KeptMark,
    LocabenTrend,
    Point,
    ResultNumber,
    ReviewRound,
    SourceNote,
    Theme,
)
from cases.record import STEP_FIELDS, STEP_ROWS, Step
from cases.statuses import ReviewStep, RoundOutcome, Status
from cases.vocabularies import CheckPoint

#: What a reviewer writes who gives a case back.
RETURN_COMMENT = "社名が分かる言葉を直してください。"
#: What an author writes who takes a case out of sight.
WITHDRAWAL_REASON = "会社から申し出がありました"
#: How a review stands in each state that has one: of the whole, and of the step in which it is.
_REVIEWS = {
    Status.SUBMITTED: (WorkflowState.STATUS_IN_PROGRESS, TaskState.STATUS_IN_PROGRESS),
    Status.RETURNED: (WorkflowState.STATUS_NEEDS_CHANGES, TaskState.STATUS_REJECTED),
    Status.PUBLISHED: (WorkflowState.STATUS_APPROVED, TaskState.STATUS_APPROVED),
    Status.REVISION_SUBMITTED: (WorkflowState.STATUS_IN_PROGRESS, TaskState.STATUS_IN_PROGRESS),
    Status.REVISION_RETURNED: (WorkflowState.STATUS_NEEDS_CHANGES, TaskState.STATUS_REJECTED),
}
_NOT_NEEDED = {"is_needed": False, "note": "登場しないため"}
#: What a round of the review came to.
_OUTCOMES = {TaskState.STATUS_REJECTED: RoundOutcome.RETURNED, TaskState.STATUS_APPROVED: RoundOutcome.PUBLISHED}
#: A complete case's plain fields.
COMPLETE: dict[str, Any] = {
    "title": "断る注文を班長と決めるようになった",
    "summary": "現場の声を聞いていなかったことに気づき、班長と一緒に決めるようになった。",
    "disclosure": "anonymous",
    "display_name": "A社",
    "industry": "E",
    "industry_note": "水産加工業",
    "area": "03",
    "employee_band": "21-50",
    "founded_decade": 1970,
    "support_started": datetime.date(2024, 4, 1),
    "support_ended": None,
    "meetings_count": 14,
    "support_format": "advanced",
    "trigger": "visit",
    "first_request": "商談会に出たい。",
    "situation_before": "社員は車の中で一人ずつ弁当を食べていました。",
    "real_issue": "社長は、現場を見ていなかったことに気づいた。",
    "issue_path": "昼休みの話から、注文の話になった。",
    "issue_named_by": "president",
    "noticing_not_yet": True,
    "conviction_not_yet": True,
    "behaviour_change": "朝の会議で班長が先に話す。",
    "self_running": "signs",
    "self_running_evidence": "断る注文を班長だけで決めた日があった。",
    "went_badly": "沈黙を待てなかった。",
}


def complete_rows(*, episodes: int = 3, walls: tuple[str, ...] = ("see",)) -> dict[str, list[Any]]:
    """The rows that a case needs before it is published."""
    return {
        "episodes": [
            Episode(sort_order=number, question=f"問いかけ{number + 1}", reaction="沈黙", change="変化")
            for number in range(episodes)
        ],
        "walls": [CaseWall(sort_order=number, wall=wall, height="high", outcome="passing") for number, wall in enumerate(walls)],
        "actions": [CompanyAction(sort_order=0, what="断る基準を班長と決めた。", who="製造の班長二人")],
        "points": [Point(sort_order=0, heading="昼休みから始める", text="食べる場所に、言えないことが出ていた。")],
    }


def make_case(
    *,
    author: User,
    reviewer: User | None = None,
    status: Status = Status.DRAFT,
    step: ReviewStep = ReviewStep.PERSONAL,
    **fields: Any,
) -> Case:
    """A case set down in the given state: the rows that the review would have left, without its letters, log and index.

    `reviewer` is needed from RETURNED on. `step`: where a submitted one stands. `fields` are those of `write_draft`.
    """
    case = write_draft(author=author, **fields)
    if status == Status.DRAFT:
        return case
    if status in {Status.SUBMITTED, Status.RETURNED}:
        _set_down_review(case, status, reviewer, step=step)
        return fresh(case)
    _set_down_review(case, Status.PUBLISHED, reviewer)
    now = timezone.now()
    Case.objects.filter(pk=case.pk).update(
        live=True,
        has_unpublished_changes=False,
        live_revision=case.latest_revision,
        first_published_at=now,
        last_published_at=now,
    )
    if status == Status.PUBLISHED:
        return fresh(case)
    if status == Status.EXPIRED:
        return _let_expire(case)
    if status == Status.WITHDRAWN:
        Case.objects.filter(pk=case.pk).update(live=False, withdrawn_at=now)
        return fresh(case)
    case = _write_second_version(case)
    if status != Status.REVISING:
        _set_down_review(case, status, reviewer, step=step)
    return fresh(case)


def walk_case(  # noqa: PLR0911 - one return a state of the walk
    *, author: User, reviewer: User | None = None, status: Status = Status.DRAFT, **fields: Any
) -> Case:
    """The same by the real review, for tests of what it does besides: letters, log, index. Ten times slower."""
    case = write_draft(author=author, **fields)
    if status == Status.DRAFT:
        return case
    hand_in(case=case, by=author)
    if status == Status.SUBMITTED:
        return fresh(case)
    assert reviewer is not None
    if status == Status.RETURNED:
        return_case(case=fresh(case), by=reviewer, comment=RETURN_COMMENT)
        return fresh(case)
    approve_all_steps(case, by=reviewer)
    if status == Status.EXPIRED:
        return _let_expire(case)
    if status == Status.WITHDRAWN:
        withdraw_case(case=case, by=author, reason=WITHDRAWAL_REASON)
    if status in {Status.PUBLISHED, Status.WITHDRAWN}:
        return fresh(case)
    case = _write_second_version(fresh(case))
    if status == Status.REVISING:
        return fresh(case)
    hand_in(case=fresh(case), by=author)
    if status == Status.REVISION_SUBMITTED:
        return fresh(case)
    return_case(case=fresh(case), by=reviewer, comment=RETURN_COMMENT)
    return fresh(case)


def approve_all_steps(case: Case, *, by: User) -> None:
    """The whole review, by one reviewer; a named case stops before the second one."""
    while fresh(case).review_step not in (None, ReviewStep.SECOND):
        approve_case(case=case, by=by)


@dataclass(frozen=True)
class FullCase:
    """A case with a word of its own in every text of every row. `words` and `audiences` have keys such as "episode.unsaid".

    Rows for supporters alone have keys such as "resultnumber(supporter).indicator", a follow-up not yet published
    "followup(draft).draft_text".
    """

    case: Case
    words: dict[str, str]
    audiences: dict[str, Audience]

    def words_for(self, *audiences: Audience) -> set[str]:
        """The words of these layers."""
        return {word for key, word in self.words.items() if self.audiences[key] in audiences}


def make_full_case(*, author: User, reviewer: User, status: Status = Status.PUBLISHED, **fields: Any) -> FullCase:
    """A case in which everything is written; for tests of who sees what. `fields` go to the case (flags, disclosure)."""
    words: dict[str, str] = {}
    audiences: dict[str, Audience] = {}

    def filled(model: type[Model], *, only: Audience | None = None, mark: str = "") -> dict[str, str]:
        """Every free text of the model with a new word; `only`: the layer of the whole row."""
        name = str(model._meta.model_name)
        texts = {}
        for field in model._meta.concrete_fields:
            if not isinstance(field, models.CharField | models.TextField) or field.choices or not field.editable:
                continue
            key = f"{name}{f'({mark})' if mark else ''}.{field.name}"
            words[key] = _word(len(words))
            opened = OPENED_BY.get(name, {}).get(field.name)
            layer = Audience.PUBLIC if opened and fields.get(opened) else LAYERS[name][field.name]
            audiences[key] = only or layer
            texts[field.name] = f"https://example.jp/{words[key]}" if isinstance(field, models.URLField) else words[key]
        return texts

    rows: dict[str, list[Any]] = {
        "episodes": [
            Episode(
                sort_order=number, stage="notice", setting="visit", inquiry="pure", mark="turning", walls=["see", "act"],
                **filled(Episode, mark=f"{number + 1}"),
            )
            for number in range(3)
        ],
        "walls": [CaseWall(sort_order=0, wall="see", height="high", outcome="passed", **filled(CaseWall))],
        "actions": [CompanyAction(sort_order=0, **filled(CompanyAction))],
        "trends": [LocabenTrend(sort_order=0, item="sales_growth", trend="better")],
        "points": [Point(sort_order=0, **filled(Point))],
        "sources": [SourceNote(sort_order=0, **filled(SourceNote))],
        "numbers": [
            ResultNumber(sort_order=0, audience="public", **filled(ResultNumber)),
            ResultNumber(sort_order=1, audience="supporter", **filled(ResultNumber, only=Audience.SUPPORTER, mark="supporter")),
        ],
        "figures": [
            CaseFigure(sort_order=0, audience="public", picture=_picture(author), **filled(CaseFigure)),
            CaseFigure(
                sort_order=1, audience="supporter", picture=_picture(author),
                **filled(CaseFigure, only=Audience.SUPPORTER, mark="supporter"),
            ),
        ],
    }  # fmt: skip
    answers = {
        "president_role": "later", "worked_with": ["bank", "tax"], "tools": ["locaben", "hearing"],
        "noticing_episode": rows["episodes"][0].key, "noticing_not_yet": False, "conviction_episode": rows["episodes"][1].key, "conviction_not_yet": False,
        "picture": _picture(author), **filled(Case),
    }  # fmt: skip
    case = make_case(author=author, reviewer=reviewer, status=status, rows=rows, **(answers | fields))
    told = {"case": case, "author": author, "self_running": "running", "month": datetime.date(2026, 1, 1)}
    FollowUp.objects.create(months=3, status="published", published_at=timezone.now(), **told, **filled(FollowUp))
    drafted = filled(FollowUp, only=Audience.TEAM, mark="draft")
    FollowUp.objects.create(months=6, **told, **(drafted | {"text": ""}))  # what is not published has no text for readers
    CaseMember.objects.create(case=case, organisation_type="bank", role="second", **filled(CaseMember))
    del words["followup(draft).text"], audiences["followup(draft).text"]
    return FullCase(case, words, audiences)


def _word(number: int) -> str:
    """A word that stands nowhere else and that search takes for one: letters only."""
    return "qzx" + "".join(string.ascii_lowercase[number // 26**place % 26] for place in (2, 1, 0))


def _picture(by: User) -> SitePicture:
    return picture_from_upload(photo_with_gps(size=(64, 48)), title="図", description="図", by=by)


def write_draft(
    *,
    author: User,
    walls: tuple[str, ...] = ("see",),
    themes: tuple[str, ...] = ("sales",),
    episodes: int = 3,
    rows: dict[str, list[Any]] | None = None,
    covered: bool = True,
    **fields: Any,
) -> Case:
    """A complete draft with its first version, and the consents that it needs. `rows` replace the complete ones by kind."""
    case = Case(
        author=author, organisation=author.organisation, live=False, **COMPLETE | {"submission_key": uuid.uuid4()} | fields
    )
    case.first_themes = case.real_themes = list(Theme.objects.filter(slug__in=themes))
    for name, values in (complete_rows(episodes=episodes, walls=walls) | (rows or {})).items():
        setattr(case, name, values)
    case.save()
    case.save_revision(user=author, clean=False)
    if covered:
        cover(case)
        case.refresh_from_db(fields=["covered_until"])
    return case


def cover(*cases: Case, scope: str = "named", **fields: Any) -> None:
    """The consents that cover the cases for everything: the president's, and that nobody else's is needed. `fields`: of the president's."""
    agreed = {"is_needed": True, "method": "paper", "scope": scope, "consented_on": datetime.date(2026, 4, 1)} | fields
    Consent.objects.bulk_create(
        Consent(case=case, party=party, recorded_by_id=case.author_id, submission_key=uuid.uuid4(), **values)
        for case in cases
        for party, values in (
            ("president", agreed), ("superior", _NOT_NEEDED), ("person", _NOT_NEEDED), ("partner", _NOT_NEEDED)
        )
    )  # fmt: skip


def _let_expire(case: Case) -> Case:
    """As if the last day of the president's consent had been yesterday."""
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    Consent.objects.filter(case=case, is_needed=True).update(consented_on=datetime.date(2025, 4, 1), expires_on=yesterday)
    return fresh(case)


def _write_second_version(case: Case) -> Case:
    version = case.get_latest_revision_as_object()
    version.title = f"{case.title}（直し）"
    version.save_revision(user=case.author, clean=False)
    return version


def _set_down_review(case: Case, status: Status, reviewer: User | None, *, step: ReviewStep = ReviewStep.PERSONAL) -> None:
    """A review of the latest version that has come to this state, as Wagtail's workflow engine keeps it, and our round of it."""
    review, stands = _REVIEWS[status]
    tasks = {task.step: task for task in CaseReviewTask.objects.all()}
    if status == Status.PUBLISHED:
        passed = {ReviewStep.PERSONAL: stands, ReviewStep.CONTENT: stands, ReviewStep.SECOND: TaskState.STATUS_SKIPPED}
    else:
        before = list(ReviewStep)[: list(ReviewStep).index(step)]
        passed = dict.fromkeys(before, TaskState.STATUS_APPROVED) | {step: stands}
    state = WorkflowState(
        content_type=case.get_content_type(),
        base_content_type=case.get_base_content_type(),
        object_id=str(case.pk),
        workflow=Workflow.objects.get(workflow_tasks__task=tasks[ReviewStep.PERSONAL]),
        status=review,
        requested_by=case.author,
    )
    # In bulk, because save() asks the whole of Wagtail's rules again.
    WorkflowState.objects.bulk_create([state])
    now = timezone.now()
    steps = TaskState.objects.bulk_create(
        [
            TaskState(
                workflow_state=state,
                revision=case.latest_revision,
                task=tasks[taken].task_ptr,
                status=came_to,
                content_type=ContentType.objects.get_for_model(TaskState),
                finished_at=None if came_to == TaskState.STATUS_IN_PROGRESS else now,
                finished_by=reviewer if came_to in _OUTCOMES else None,
                comment=RETURN_COMMENT if came_to == TaskState.STATUS_REJECTED else "",
            )
            for taken, came_to in passed.items()
        ]
    )
    WorkflowState.objects.filter(pk=state.pk).update(current_task_state=steps[-1])
    ReviewRound.objects.create(
        case=case,
        revision=case.latest_revision,
        submitted_at=steps[0].started_at,
        ended_at=now if stands in _OUTCOMES else None,
        outcome=_OUTCOMES.get(stands, ""),
    )


def fresh(case: Case) -> Case:
    """The case as the database holds it."""
    return Case.objects.get(pk=case.pk)


#: What a browser sends of each kind of rows, complete.
TYPED_ROWS: dict[str, tuple[dict[str, Any], ...]] = {
    "episodes": tuple(
        {"question": text} for text in ("お昼はどこで召し上がるのですか", "断れない注文はどれですか", "誰と決めますか")
    ),
    "walls": (
        {"wall": "see", "stood": "on", "height": "high", "outcome": "passing"},
        {"wall": "follow", "stood": "on", "height": "low", "outcome": "passed"},
    ),
    "actions": ({"what": "断る基準を班長と決めた。"},),
    "points": ({"heading": "昼休みから始める", "text": "食べる場所に、言えないことが出ていた。"},),
}


def step_data(step: str, *, based_on: Any = None, rows: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    """What a browser sends for a step of a complete case. `rows` replace the complete ones by kind; None leaves a field out."""
    step = Step(step)
    values: dict[str, Any] = {name: COMPLETE[name] for name in STEP_FIELDS[step] if name in COMPLETE}
    values |= {name: ["sales"] for name in STEP_FIELDS[step] if name.endswith("_themes")}
    values |= {name: "on" for name, value in values.items() if value is True}
    values |= {"support_started": "2024年4月"} if "support_started" in values else {}
    values |= {"submission_key": str(uuid.uuid4()), "based_on": based_on}
    for kind in STEP_ROWS[step]:
        typed = (TYPED_ROWS | (rows or {})).get(kind, ())
        values |= {f"{kind}-TOTAL_FORMS": str(len(typed)), f"{kind}-INITIAL_FORMS": "0"}
        for number, row in enumerate(typed):
            values |= {f"{kind}-{number}-{name}": value for name, value in ({"ORDER": str(number + 1)} | row).items()}
    values |= changes
    return {name: value for name, value in values.items() if value is not None}


def write_steps(client: Client, *, until: str = "finish", **changes: Any) -> Case:
    """Write a complete case through the form, step by step, as its author does. `changes`: to whichever step has the field."""
    for step in Step:
        own = {
            name: value
            for name, value in changes.items()
            if name in STEP_FIELDS[step] or (name == "picture_upload" and step == Step.FINISH)
        }
        if step == Step.BASICS:
            address = "/cases/new/"
        else:
            case = Case.objects.latest("pk")
            address = f"/cases/{case.pk}/edit/{step.value}/"
            own["based_on"] = case.latest_revision_id
        response = client.post(address, step_data(step, **own))
        assert response.status_code == 302, response.content.decode()[:3000]
        if step == until:
            break
    case = Case.objects.latest("pk")
    if until == Step.FINISH:
        cover(case)
    return fresh(case)


def photo_with_gps(name: str = "photo.jpg", size: tuple[int, int] = (640, 480)) -> SimpleUploadedFile:
    """A JPEG whose EXIF says where it was taken."""
    picture = Image.new("RGB", size, (120, 160, 140))
    exif = Image.Exif()
    exif[0x010F] = "Camera Maker"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (39.0, 42.0, 13.0), "E", (141.0, 9.0, 9.0)
    written = io.BytesIO()
    picture.save(written, "JPEG", exif=exif)
    return SimpleUploadedFile(name, written.getvalue(), content_type="image/jpeg")


def decide_everything(case: Case, *, by: User) -> None:
    """The check of anonymity of the latest version, done as a team does it: every mark stays, every point is ticked."""
    version = case.get_latest_revision_as_object()
    KeptMark.objects.bulk_create(
        [
            KeptMark(case=case, kind=kind, text=words, folded=words, reason="地元でよく聞く言葉で、会社は分からない", by=by)
            for kind, words in {mark.identity for mark in open_marks(version)}
        ]
    )
    ticks = [CheckTick(case=case, version_id=version.latest_revision_id, point=point, by=by) for point in CheckPoint.values]
    CheckTick.objects.bulk_create(ticks, ignore_conflicts=True)


def hand_in(*, case: Case, by: User) -> None:
    """Submit the latest version as an author does who has done the check."""
    decide_everything(case, by=by)
    submit_case(case=case, by=by)
