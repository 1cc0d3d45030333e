"""Bulk data for measuring: copies of the samples in other industries and places, written in batches, marked as samples."""

import datetime
import itertools
import uuid
from collections.abc import Iterator

from django.db import models, transaction
from django.utils import timezone

from cases.models import Case, CaseMember, CaseWall, FollowUp, Theme
from cases.record import ROW_KINDS
from cases.vocabularies import AREAS, EmployeeBand, Industry, Wall
from knowhow.models import Board, Reply, Topic
from knowhow.models.board import CLINIC_SLUG

BATCH = 500
REPLIES_A_TOPIC = 3


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
    """Write `count` more topics over all boards, each with three replies."""
    samples = list(Topic.objects.under_own_name().filter(is_sample=True).order_by("pk")[:6])
    replies = list(Reply.objects.under_own_name().filter(topic__is_sample=True).order_by("pk")[:12])
    if not samples or not replies:
        raise NoSamplesError("見本の話題がありません。先に make run か load_demo を動かしてください。")
    boards, texts, openings = (
        itertools.cycle(Board.objects.exclude(slug=CLINIC_SLUG)),
        itertools.cycle(replies),
        itertools.cycle(samples),
    )
    now = timezone.now()
    for batch in _batches(count):
        copies = []
        for number in batch:
            moment = now - datetime.timedelta(minutes=number)
            copies.append(
                _copy(
                    next(openings),
                    title=f"見本の話題（{number + 1:06}）",
                    board=next(boards),
                    created_at=moment,
                    last_posted_at=moment,
                    edited_at=None,
                    reply_count=REPLIES_A_TOPIC,
                    submission_key=uuid.uuid4(),
                )
            )
        with transaction.atomic():
            made = Topic.objects.bulk_create(copies)
            Reply.objects.bulk_create(
                [
                    _copy(next(texts), topic=topic, created_at=topic.created_at, edited_at=None, submission_key=uuid.uuid4())
                    for topic in made
                    for _ in range(REPLIES_A_TOPIC)
                ]
            )


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
