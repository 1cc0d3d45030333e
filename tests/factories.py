"""Makes cases quickly, walking the real workflow up to a state."""

import datetime
import io
import uuid
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.models import User
from cases.actions import approve_case, return_case, submit_case
from cases.models import Case, CaseWall, Episode, Theme
from cases.setup import write_review_workflow, write_themes
from cases.statuses import Status

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


def make_case(  # noqa: PLR0911 - one return a state of the walk
    *,
    author: User,
    reviewer: User | None = None,
    status: Status = Status.DRAFT,
    walls: tuple[str, ...] = ("see",),
    themes: tuple[str, ...] = ("sales",),
    episodes: int = 1,
    **fields: Any,
) -> Case:
    """A case in the given state. `reviewer` is needed from RETURNED and PUBLISHED on."""
    write_themes()
    write_review_workflow()
    values = COMPLETE | {"submission_key": uuid.uuid4()} | fields
    case = Case(author=author, organisation=author.organisation, live=False, **values)
    case.walls = [CaseWall(wall=wall) for wall in walls]
    case.first_themes = list(Theme.objects.filter(slug__in=themes))
    case.real_themes = list(Theme.objects.filter(slug__in=themes))
    case.episodes = [
        Episode(sort_order=number, question=f"問いかけ{number + 1}", reaction="沈黙", change="変化") for number in range(episodes)
    ]
    case.save()
    case.save_revision(user=author)
    if status == Status.DRAFT:
        return case
    submit_case(case=case, by=author)
    case.forget_status()
    if status == Status.SUBMITTED:
        return fresh(case)
    assert reviewer is not None
    if status == Status.RETURNED:
        return_case(case=case, by=reviewer, comment="社名が分かる言葉を直してください。")
        return fresh(case)
    approve_case(case=case, by=reviewer)
    if status == Status.PUBLISHED:
        return fresh(case)
    case = fresh(case)
    version = case.get_latest_revision_as_object()
    version.title = f"{case.title}（直し）"
    version.save_revision(user=author)
    if status == Status.REVISING:
        return fresh(case)
    submit_case(case=fresh(case), by=author)
    if status == Status.REVISION_SUBMITTED:
        return fresh(case)
    return_case(case=fresh(case), by=reviewer, comment="もう少しくわしく。")
    return fresh(case)


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
