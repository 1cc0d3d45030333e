"""Makes cases in every state, quickly as rows or slowly by the real review, and what a browser sends."""

import datetime
import io
import uuid
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image
from wagtail.models import TaskState, Workflow, WorkflowState

from accounts.models import User
from cases.actions import approve_case, return_case, submit_case
from cases.models import Case, CaseReviewTask, CaseWall, Episode, Theme
from cases.statuses import Status

#: What a reviewer writes who gives a case back.
RETURN_COMMENT = "社名が分かる言葉を直してください。"
#: How a review stands in each state that has one: of the whole, and of its only step.
_REVIEWS = {
    Status.SUBMITTED: (WorkflowState.STATUS_IN_PROGRESS, TaskState.STATUS_IN_PROGRESS),
    Status.RETURNED: (WorkflowState.STATUS_NEEDS_CHANGES, TaskState.STATUS_REJECTED),
    Status.PUBLISHED: (WorkflowState.STATUS_APPROVED, TaskState.STATUS_APPROVED),
    Status.REVISION_SUBMITTED: (WorkflowState.STATUS_IN_PROGRESS, TaskState.STATUS_IN_PROGRESS),
    Status.REVISION_RETURNED: (WorkflowState.STATUS_NEEDS_CHANGES, TaskState.STATUS_REJECTED),
}
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
}


def make_case(*, author: User, reviewer: User | None = None, status: Status = Status.DRAFT, **fields: Any) -> Case:
    """A case set down in the given state: the rows that the review would have left, without its letters, log and index.

    `reviewer` is needed from RETURNED on. `fields` are those of `write_draft`.
    """
    case = write_draft(author=author, **fields)
    if status == Status.DRAFT:
        return case
    if status in {Status.SUBMITTED, Status.RETURNED}:
        _set_down_review(case, status, reviewer)
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
    case = _write_second_version(case)
    if status != Status.REVISING:
        _set_down_review(case, status, reviewer)
    return fresh(case)


def walk_case(  # noqa: PLR0911 - one return a state of the walk
    *, author: User, reviewer: User | None = None, status: Status = Status.DRAFT, **fields: Any
) -> Case:
    """The same by the real review, for tests of what it does besides: letters, log, index. Ten times slower."""
    case = write_draft(author=author, **fields)
    if status == Status.DRAFT:
        return case
    submit_case(case=case, by=author)
    if status == Status.SUBMITTED:
        return fresh(case)
    assert reviewer is not None
    if status == Status.RETURNED:
        return_case(case=fresh(case), by=reviewer, comment=RETURN_COMMENT)
        return fresh(case)
    approve_case(case=fresh(case), by=reviewer)
    if status == Status.PUBLISHED:
        return fresh(case)
    case = _write_second_version(fresh(case))
    if status == Status.REVISING:
        return fresh(case)
    submit_case(case=fresh(case), by=author)
    if status == Status.REVISION_SUBMITTED:
        return fresh(case)
    return_case(case=fresh(case), by=reviewer, comment=RETURN_COMMENT)
    return fresh(case)


def write_draft(
    *,
    author: User,
    walls: tuple[str, ...] = ("see",),
    themes: tuple[str, ...] = ("sales",),
    episodes: int = 1,
    **fields: Any,
) -> Case:
    """A complete draft with its first version."""
    case = Case(
        author=author, organisation=author.organisation, live=False, **COMPLETE | {"submission_key": uuid.uuid4()} | fields
    )
    case.walls = [CaseWall(wall=wall) for wall in walls]
    case.first_themes = case.real_themes = list(Theme.objects.filter(slug__in=themes))
    case.episodes = [
        Episode(sort_order=number, question=f"問いかけ{number + 1}", reaction="沈黙", change="変化") for number in range(episodes)
    ]
    case.save()
    case.save_revision(user=author, clean=False)
    return case


def _write_second_version(case: Case) -> Case:
    version = case.get_latest_revision_as_object()
    version.title = f"{case.title}（直し）"
    version.save_revision(user=case.author, clean=False)
    return version


def _set_down_review(case: Case, status: Status, reviewer: User | None) -> None:
    """A review of the latest version that has come to this state, as Wagtail's workflow engine keeps it."""
    review, step = _REVIEWS[status]
    task = CaseReviewTask.objects.get()
    is_over = step != TaskState.STATUS_IN_PROGRESS
    state = WorkflowState(
        content_type=case.get_content_type(),
        base_content_type=case.get_base_content_type(),
        object_id=str(case.pk),
        workflow=Workflow.objects.get(workflow_tasks__task=task),
        status=review,
        requested_by=case.author,
    )
    # In bulk, because save() asks the whole of Wagtail's rules again.
    WorkflowState.objects.bulk_create([state])
    steps = TaskState.objects.bulk_create(
        [
            TaskState(
                workflow_state=state,
                revision=case.latest_revision,
                task=task.task_ptr,
                status=step,
                content_type=ContentType.objects.get_for_model(TaskState),
                finished_at=timezone.now() if is_over else None,
                finished_by=reviewer if is_over else None,
                comment=RETURN_COMMENT if step == TaskState.STATUS_REJECTED else "",
            )
        ]
    )
    WorkflowState.objects.filter(pk=state.pk).update(current_task_state=steps[0])


def fresh(case: Case) -> Case:
    """The case as the database holds it."""
    return Case.objects.get(pk=case.pk)


def form_data(
    *, episodes: tuple[dict[str, Any], ...] = ({"question": "お昼はどこで召し上がるのですか"},), **changes: Any
) -> dict[str, Any]:
    """What a browser sends for a complete case."""
    values: dict[str, Any] = {name: value for name, value in COMPLETE.items() if value is not None}
    values |= {
        "support_started": "2024年4月",
        "walls": ["see", "follow"],
        "first_themes": ["sales"],
        "real_themes": ["communication"],
        "submission_key": str(uuid.uuid4()),
        "episodes-TOTAL_FORMS": str(len(episodes)),
        "episodes-INITIAL_FORMS": "0",
    }
    for number, episode in enumerate(episodes):
        row = {"partner": "president", "ORDER": str(number + 1)} | episode
        values |= {f"episodes-{number}-{name}": value for name, value in row.items()}
    values |= changes
    return {name: value for name, value in values.items() if value is not None}


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
