"""The sample topics of knowhow/samples/, written into the database."""

import datetime
import tomllib
import uuid
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from bansou.text.markdown import excerpt, render
from bansou.text.normalise import clean_line, clean_text
from knowhow.actions.counters import count_solutions, index_topic
from knowhow.models import Board, Reply, Topic, Trial
from knowhow.models.topic import EXCERPT_MAX

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
_KEYS = uuid.UUID("6f1f2f4e-7a0a-5b8e-9c53-6b616e736f75")
#: Between the posts of one day, so that their order is the order of the file.
_APART = datetime.timedelta(minutes=17)


@transaction.atomic
def load_samples(*, authors: dict[str, User]) -> None:
    """Write the sample boards and topics. `authors` gives the people by the names in the files (aoi, kaede, ren).

    What is there already stays as it is, so that a second run changes nothing.
    """
    for board in tomllib.loads((SAMPLES / "boards.toml").read_text(encoding="utf-8"))["boards"]:
        _write_board(board, authors=authors)
    for file in sorted(SAMPLES.glob("[0-9]*.toml")):
        _write_topic(tomllib.loads(file.read_text(encoding="utf-8")), key=file.name, authors=authors)


def _write_board(board: dict[str, Any], *, authors: dict[str, User]) -> None:
    names = ("name", "purpose", "audience", "group")
    host = authors[board["host"]] if "host" in board else None
    defaults = {name: board[name] for name in names} | {"position": board["order"], "host": host}
    Board.objects.get_or_create(slug=board["slug"], defaults=defaults)


def _write_topic(text: dict[str, Any], *, key: str, authors: dict[str, User]) -> None:
    if Topic.objects.filter(submission_key=uuid.uuid5(_KEYS, key)).exists():
        return
    morning = timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0)
    author = authors[text["author"]]
    body = clean_text(text["body"])
    created_at = _moment(morning, text["days_ago"], 0)
    replies = text.get("replies", [])
    moments = [_moment(morning, reply["days_ago"], number) for number, reply in enumerate(replies, start=1)]
    topic = Topic.objects.create(
        board=Board.objects.get(slug=text["board"]),
        kind=text["kind"],
        title=clean_line(text["title"]),
        body=body,
        body_html=render(body),
        excerpt=excerpt(body, EXCERPT_MAX),
        author=author,
        organisation=author.organisation,
        created_at=created_at,
        last_posted_at=max([created_at, *moments]),
        reply_count=len(replies),
        is_sample=True,
        submission_key=uuid.uuid5(_KEYS, key),
    )
    for number, (reply, moment) in enumerate(zip(replies, moments, strict=True), start=1):
        _write_reply(topic, reply, moment, key=f"{key}#{number}", authors=authors)
    count_solutions(topic.pk)
    index_topic(topic.pk)


def _write_reply(topic: Topic, text: dict[str, Any], moment: datetime.datetime, *, key: str, authors: dict[str, User]) -> None:
    author = authors[text["author"]]
    body = clean_text(text["body"])
    is_solution = "solves" in text
    trials = text.get("trials", [])
    reply = Reply.objects.create(
        topic=topic,
        body=body,
        body_html=render(body),
        author=author,
        organisation=author.organisation,
        created_at=moment,
        solved_at=moment if is_solution else None,
        solved_by=topic.author if is_solution else None,
        thanks=clean_line(text["solves"]) if is_solution else "",
        tried_count=len(trials),
        submission_key=uuid.uuid5(_KEYS, key),
    )
    for trial in trials:
        person = authors[trial["author"]]
        Trial.objects.create(
            reply=reply,
            author=person,
            organisation=person.organisation,
            text=clean_line(trial["text"]),
            created_at=timezone.now() - datetime.timedelta(days=trial["days_ago"]),
        )


def _moment(morning: datetime.datetime, days_ago: int, number: int) -> datetime.datetime:
    """A time on that day, later for each post; never in the future."""
    return min(morning - datetime.timedelta(days=days_ago) + number * _APART, timezone.now())
