"""What practice begins with: role-plays and the president's sheet on every site, stops with answers where the samples are. Idempotent."""

import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction

from accounts.models import User
from bansou.school.models import PresidentSheet, ReadingAnswer, ReadingStop, RolePlay
from cases.models import Case
from cases.setup import sample_key

CONTENT = Path(__file__).parent / "content"


@transaction.atomic
def write_role_plays() -> None:
    """Add those of content/role_plays/ that are not there yet; staff's changes stay. Raises ValidationError with the file's name."""
    known = set(RolePlay.objects.values_list("slug", flat=True))
    for number, path in enumerate(sorted((CONTENT / "role_plays").glob("*.toml")), start=1):
        values = _read(path)
        if values["slug"] not in known:
            _save_checked(RolePlay(position=number * 10, **values), path.name)


@transaction.atomic
def write_president_sheet() -> None:
    """Write the sheet where there is none; the one that is there is staff's. Raises ValidationError with the file's name."""
    if not PresidentSheet.objects.exists():
        _save_checked(PresidentSheet(**_read(CONTENT / "president_sheet.toml")), "president_sheet.toml")


@transaction.atomic
def load_sample_stops(*, authors: dict[str, User]) -> None:
    """Stop the sample cases where reading.toml says, with what their fictional writers would have asked. Those that are there stay as they are."""
    for values in reversed(_read(CONTENT / "reading.toml")["stops"]):
        case = Case.objects.filter(submission_key=sample_key(values["case"])).first()
        episode = case.episodes.order_by("sort_order", "pk")[values["dialogue"] - 1] if case else None
        if case is None or episode is None or ReadingStop.objects.filter(case=case, episode_key=episode.key).exists():
            continue
        stop = ReadingStop(case=case, episode_key=episode.key, title=values["title"], scene=values["scene"])
        _save_checked(stop, f"{values['case']} in reading.toml")
        for answer in values.get("answers", []):
            author = authors[answer.pop("by")]
            row = ReadingAnswer(stop=stop, author=author, organisation=author.organisation, **answer)
            _save_checked(row, f"{values['case']} in reading.toml")


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _save_checked(row: PresidentSheet | ReadingAnswer | ReadingStop | RolePlay, place: str) -> None:
    """Forms check what people write, this what files say."""
    try:
        row.full_clean()
    except Exception as error:
        error.add_note(f"in {place}")
        raise
    row.save()
