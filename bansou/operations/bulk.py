"""Bulk data for measuring: copies of the samples in other industries and places, written in batches, marked as samples."""

import datetime
import itertools
import uuid
from collections.abc import Iterator
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone

from cases.models import Case, CaseMember, CaseWall, FollowUp, Theme
from cases.record import ROW_KINDS
from cases.vocabularies import AREAS, EmployeeBand, Industry, Wall
from knowhow.models import Board, Reply, Topic
from knowhow.models.board import CLINIC_SLUG

BATCH = 500
REPLIES_A_TOPIC = 10
#: Replies of the first topic.
LONG_TOPIC_REPLIES = 5_000
#: Time between two replies of a topic.
REPLY_EVERY = datetime.timedelta(minutes=2)


class NoSamplesError(RuntimeError):
    """There is nothing to copy: the demo was not loaded."""


def load_cases(count: int) -> None:
    """Write `count` more published cases, each with the rows of a sample, a wall and a theme of its own."""
    samples = list(Case.objects.filter(is_sample=True, live=True).order_by("pk")[:12])
    if not samples:
        raise NoSamplesError("見本の事例がありません。先に make run か load_demo を動かしてください。")
    rows = _rows_of(samples)
    turns = zip(
        itertools.cycle(samples),
        itertools.cycle(Industry.values),
        itertools.cycle(AREAS),
        itertools.cycle(EmployeeBand.values),
        strict=False,
    )
    themes = itertools.cycle(Theme.objects.all())
    walls = itertools.cycle(Wall.values)
    now = timezone.now()
    for batch in _batches(count):
        originals, copies = [], []
        for number, (sample, industry, area, band) in zip(batch, turns, strict=False):
            originals.append(sample.pk)
            copies.append(
                _copy(
                    sample,
                    title=f"{sample.title[:48]}（{number + 1:06}）",
                    industry=industry,
                    area=area,
                    employee_band=band,
                    latest_revision=None,
                    live_revision=None,
                    first_published_at=now - datetime.timedelta(minutes=number),
                    submission_key=uuid.uuid4(),
                )
            )
        with transaction.atomic():
            made = Case.objects.bulk_create(copies)
            CaseWall.objects.bulk_create([CaseWall(case=case, wall=next(walls), sort_order=0) for case in made])
            through = Case.real_themes.through
            through.objects.bulk_create([through(case=case, theme=next(themes)) for case in made])
            for model, of_sample in rows.items():
                model._default_manager.bulk_create(
                    [
                        _copy(row, case=case)
                        for case, original in zip(made, originals, strict=True)
                        for row in of_sample.get(original, [])
                    ]
                )


def _rows_of(samples: list[Case]) -> dict[type[models.Model], dict[int, list[models.Model]]]:
    """The samples' rows but their walls, by model and sample."""
    copied: list[type[models.Model]] = [kind.model for name, kind in ROW_KINDS.items() if name != "walls"]
    copied += [CaseMember, FollowUp]
    rows: dict[type[models.Model], dict[int, list[models.Model]]] = {}
    for model in copied:
        of_sample = rows.setdefault(model, {})
        for row in model._default_manager.filter(case__in=samples):
            of_sample.setdefault(row.serializable_value("case_id"), []).append(row)
    return rows


def load_topics(count: int) -> None:
    """Write `count` more topics with ten replies each on average, one of them with 5,000.

    Every other topic is on the board that everybody reads, so that it has thousands of pages. PostgreSQL makes the rows from those of
    the samples: a million of them in minutes, and whatever columns a post gets are copied with them.
    """
    samples = Topic.objects.under_own_name().filter(is_sample=True).order_by("pk")
    topics = list(samples.values_list("pk", flat=True)[:6])
    replies = list(Reply.objects.filter(topic__in=topics).order_by("pk").values_list("pk", flat=True)[:12])
    boards = list(Board.objects.exclude(slug=CLINIC_SLUG).order_by("position", "pk").values_list("pk", flat=True))
    if not topics or not replies:
        raise NoSamplesError("見本の話題がありません。先に make run か load_demo を動かしてください。")
    for batch in _batches(count):
        with transaction.atomic(), connection.cursor() as cursor:
            values: dict[str, Any] = {
                "topics": topics,
                "replies": replies,
                "boards": boards,
                "start": batch.start,
                "end": batch.stop - 1,
                "step": REPLY_EVERY,
                "long": LONG_TOPIC_REPLIES,
            }
            cursor.execute(_INSERT_TOPICS, values)
            made = [pk for (pk,) in cursor.fetchall()]
            cursor.execute(_INSERT_REPLIES, values | {"made": made})
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE knowhow_topic, knowhow_reply")


def _inserted(model: type[models.Model], made: dict[str, str]) -> tuple[str, str]:
    """The columns of a table and what goes into them: an expression where `made` has one, else the sample's value."""
    columns = [field.get_attname_column()[1] or "" for field in model._meta.concrete_fields if not field.primary_key]
    return ", ".join(columns), ", ".join(made.get(column, f"sample.{column}") for column in columns)


#: What nobody did yet with a new post.
_UNTOUCHED = {"edited_at": "NULL", "edit_version": "1", "helpful_count": "0", "tried_count": "0"}
#: How many replies the topic of a number gets: up to twice the average, and the first of all a very long row of them.
_REPLIES = f"CASE WHEN number = 0 THEN %(long)s ELSE number %% {2 * REPLIES_A_TOPIC + 1} END"
_COLUMNS, _VALUES = _inserted(
    Topic,
    {
        "title": "'見本の話題（' || lpad((number + 1)::text, 6, '0') || '）'",
        "board_id": "(%(boards)s::bigint[])[CASE WHEN number %% 2 = 0 THEN 1 ELSE (number / 2) %% cardinality(%(boards)s) + 1 END]",
        "created_at": "opened.at",
        "last_posted_at": f"opened.at + ({_REPLIES}) * %(step)s",
        "reply_count": _REPLIES,
        "solved_at": "NULL",
        **_UNTOUCHED,
        "submission_key": "gen_random_uuid()",
    },
)
_INSERT_TOPICS = f"""
INSERT INTO knowhow_topic ({_COLUMNS})
SELECT {_VALUES}
FROM generate_series(%(start)s, %(end)s) AS number
JOIN knowhow_topic AS sample ON sample.id = (%(topics)s::bigint[])[number %% cardinality(%(topics)s) + 1]
CROSS JOIN LATERAL (SELECT now() - (number + 1) * interval '3 minutes' - ({_REPLIES}) * %(step)s AS at) AS opened
ORDER BY number
RETURNING id
"""  # noqa: S608 (names of our own columns; values are parameters)
_COLUMNS, _VALUES = _inserted(
    Reply,
    {
        "topic_id": "topic.id",
        "created_at": "topic.created_at + turn * %(step)s",
        "solved_at": "NULL",
        "solved_by_id": "NULL",
        "thanks": "''",
        **_UNTOUCHED,
        "submission_key": "gen_random_uuid()",
    },
)
_INSERT_REPLIES = f"""
INSERT INTO knowhow_reply ({_COLUMNS})
SELECT {_VALUES}
FROM knowhow_topic AS topic
CROSS JOIN LATERAL generate_series(1, topic.reply_count) AS turn
JOIN knowhow_reply AS sample ON sample.id = (%(replies)s::bigint[])[(topic.id + turn) %% cardinality(%(replies)s) + 1]
WHERE topic.id = ANY(%(made)s)
ORDER BY topic.id, turn
"""  # noqa: S608 (names of our own columns; values are parameters)


def _copy[Row: models.Model](row: Row, **changes: object) -> Row:
    """A new row, not saved, with the columns of this one and the changes."""
    columns = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key}
    for field in row._meta.concrete_fields:
        if field.name in changes:
            columns.pop(field.attname)
    return type(row)(**columns, **changes)


def _batches(count: int) -> Iterator[range]:
    for start in range(0, count, BATCH):
        yield range(start, min(start + BATCH, count))
