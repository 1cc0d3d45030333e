"""Bulk data for measuring: copies of the samples in other industries and places and with other words, in batches, marked as samples.

None of it is noted for the search: `bulk_index.write_index` writes the index of all rows afterwards.
"""

import datetime
import itertools
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, models, transaction
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from bansou.explainer.models import ArticlePage, HomePage
from bansou.operations.bulk_processes import MANY, processes
from bansou.operations.bulk_words import BulkWords, sentence_of, title_of
from cases.models import Case, CaseMember, CaseWall, FollowUp, Theme
from cases.record import ROW_KINDS
from cases.vocabularies import AREAS, EmployeeBand, Industry, Wall
from knowhow.models import Board, Reply, Topic
from knowhow.models.board import CLINIC_SLUG

BATCH = 500
#: Replies of a topic on average; the bench of the exchange asks for more.
REPLIES_A_TOPIC = 2
#: Replies of the first topic.
LONG_TOPIC_REPLIES = 5_000
#: Time between two replies of a topic.
REPLY_EVERY = datetime.timedelta(minutes=2)
#: Rows of each kind that a case gets: a dialogue has few turns that mattered.
ROWS_OF_A_KIND = 3
#: The long texts of a case, and the sentences of each.
_CASE_SENTENCES = {
    "first_request": 2, "situation_before": 4, "real_issue": 3, "issue_path": 3, "noticing": 2, "conviction": 1, "collaboration": 1,
    "behaviour_change": 3, "self_running_evidence": 1,
}  # fmt: skip


class NoSamplesError(RuntimeError):
    """There is nothing to copy: the demo was not loaded."""


def load(*, cases: int, topics: int, pages: int) -> None:
    """Write so many more of each. Very many are written side by side: topics by one process, the others by another."""
    words = BulkWords()
    if cases + topics < MANY:
        _load_cases_and_pages(cases, pages, words)
        load_topics(topics, words)
        return
    with processes(2) as executor:
        for task in (executor.submit(_load_cases_and_pages, cases, pages, words), executor.submit(load_topics, topics, words)):
            task.result()


def _load_cases_and_pages(cases: int, pages: int, words: BulkWords) -> None:
    load_cases(cases, words)
    load_pages(pages, words)


def load_cases(count: int, words: BulkWords | None = None) -> None:
    """Write `count` more published cases: the rows of a sample with other texts, a wall and a theme of its own."""
    samples = list(Case.objects.filter(is_sample=True, live=True).order_by("pk")[:12])
    if not samples:
        raise NoSamplesError("見本の事例がありません。先に make run か load_demo を動かしてください。")
    words = words or BulkWords()
    words.put_into_tables()
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
                    title=words.title()[:60],
                    summary=words.text(2)[:120],
                    **{name: words.text(sentences) for name, sentences in _CASE_SENTENCES.items()},
                    industry=industry,
                    area=area,
                    employee_band=band,
                    latest_revision=None,
                    live_revision=None,
                    first_published_at=now - datetime.timedelta(minutes=number),
                    submission_key=uuid.uuid4(),
                )
            )
        with _unnoted("cases") as cursor:
            made = Case.objects.bulk_create(copies)
            CaseWall.objects.bulk_create([CaseWall(case=case, wall=next(walls), sort_order=0) for case in made])
            through = Case.real_themes.through
            through.objects.bulk_create([through(case=case, theme=next(themes)) for case in made])
            for model in _copied_rows():
                cursor.execute(_rows_of_cases(model), [ROWS_OF_A_KIND, [case.pk for case in made], originals])


def _copied_rows() -> list[type[models.Model]]:
    """The rows that a case gets from its sample: all but its walls."""
    return [kind.model for name, kind in ROW_KINDS.items() if name != "walls"] + [CaseMember, FollowUp]


def _rows_of_cases(model: type[models.Model]) -> str:
    """SQL: copies of the samples' rows of the model, their long texts with other words. Values: rows a case, new cases, samples of each."""
    texts = [field for field in model._meta.concrete_fields if isinstance(field, models.TextField) and not field.choices]
    other = {
        str(
            field.column
        ): f"CASE WHEN sample.{field.column} = '' THEN '' ELSE {sentence_of(f'made.case_id * 64 + sample.id + {place}')} END"
        for place, field in enumerate(texts)
    }
    columns, values = _inserted(model, {"case_id": "made.case_id", **other})
    table = model._meta.db_table
    return f"""
        INSERT INTO {table} ({columns})
        SELECT {values}
        FROM (SELECT *, row_number() OVER (PARTITION BY case_id ORDER BY id) AS turn FROM {table}) AS sample
        JOIN (SELECT %s AS most, unnest(%s::bigint[]) AS case_id, unnest(%s::bigint[]) AS sample_id) AS made
            ON made.sample_id = sample.case_id AND sample.turn <= made.most
        ORDER BY made.case_id, sample.id
    """  # noqa: S608 (names of our own tables and columns; values are parameters)


def load_pages(count: int, words: BulkWords | None = None) -> None:
    """Write `count` more articles below home."""
    words = words or BulkWords()
    home = HomePage.objects.get()
    for _ in range(count):
        body = [("text", f"<p>{words.text(6)}</p>") for _ in range(3)]
        page = ArticlePage(
            title=words.title(), slug=f"bulk-{uuid.uuid4().hex}", summary=words.text(1), body=body, credit="測定用の見本です。"
        )
        home.add_child(instance=page)


def load_topics(count: int, words: BulkWords | None = None, *, replies_a_topic: int = REPLIES_A_TOPIC) -> None:
    """Write `count` more topics with so many replies each on average, one of them with 5,000.

    Every other topic is on the board that everybody reads, so that it has thousands of pages. PostgreSQL makes the rows from those of
    the samples: a million of them in minutes, and whatever columns a post gets are copied with them.
    """
    samples = Topic.objects.under_own_name().filter(is_sample=True).order_by("pk")
    topics = list(samples.values_list("pk", flat=True)[:6])
    replies = list(Reply.objects.filter(topic__in=topics).order_by("pk").values_list("pk", flat=True)[:12])
    boards = list(Board.objects.exclude(slug=CLINIC_SLUG).order_by("position", "pk").values_list("pk", flat=True))
    if not topics or not replies:
        raise NoSamplesError("見本の話題がありません。先に make run か load_demo を動かしてください。")
    words = words or BulkWords()
    words.put_into_tables()
    for batch in _batches(count):
        with _unnoted("knowhow") as cursor:
            values: dict[str, Any] = {
                "topics": topics,
                "replies": replies,
                "boards": boards,
                "start": batch.start,
                "end": batch.stop - 1,
                "step": REPLY_EVERY,
                "long": LONG_TOPIC_REPLIES,
                "turns": 2 * replies_a_topic + 1,
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


def _text(number: str, most: int) -> str:
    """SQL: one to `most` sentences, by the number."""
    first, *others = (sentence_of(f"{number} + {place}") for place in range(most))
    more = [f"CASE WHEN hashint8({number}) & 7 >= {place} THEN {sentence} ELSE '' END" for place, sentence in enumerate(others)]
    return " || ".join([first, *more])


#: What nobody did yet with a new post.
_UNTOUCHED = {"edited_at": "NULL", "edit_version": "1", "helpful_count": "0", "tried_count": "0"}
#: How many replies the topic of a number gets: up to twice the average, and the first of all a very long row of them.
_REPLIES = "CASE WHEN number = 0 THEN %(long)s ELSE number %% %(turns)s END"
_COLUMNS, _VALUES = _inserted(
    Topic,
    {
        "title": f"left({title_of('number')}, 80)",
        "body": "made.body",
        "body_html": "'<p>' || made.body || '</p>'",
        "excerpt": "left(made.body, 120)",
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
CROSS JOIN LATERAL (SELECT {_text("number * 8", 5)} AS body) AS made
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
        "body": "made.body",
        "body_html": "'<p>' || made.body || '</p>'",
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
CROSS JOIN LATERAL (SELECT {_text("topic.id * 65536 + turn * 8", 2)} AS body) AS made
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


_NOTING = """
SELECT format('ALTER TABLE %%s {0} TRIGGER %%I', relation.oid::regclass, tgname)
FROM pg_trigger JOIN pg_class AS relation ON relation.oid = tgrelid
WHERE starts_with(tgname, 'search_note_') AND starts_with(relname, %s)
"""


@contextmanager
def _unnoted(app: str) -> Iterator[CursorWrapper]:
    """A transaction in which the database notes nothing of the app's tables for the search.

    A note a row is a third of the time, and the index is written of all rows. Other tables are not locked, so that another process writes those.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        _alter_noting(cursor, app, "DISABLE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        yield cursor
        _alter_noting(cursor, app, "ENABLE")


def _alter_noting(cursor: CursorWrapper, app: str, change: str) -> None:
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with checks to come cannot be altered
    cursor.execute(_NOTING.format(change), [f"{app}_"])
    cursor.execute("; ".join(statement for (statement,) in cursor.fetchall()))


def _batches(count: int) -> Iterator[range]:
    for start in range(0, count, BATCH):
        yield range(start, min(start + BATCH, count))
