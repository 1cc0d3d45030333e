"""What a reply costs in a topic that a hundred thousand people follow: to who posts it, and to the worker that tells them."""

import itertools
import time
import tracemalloc
import uuid
from collections.abc import Iterator
from statistics import median

from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import User
from bansou.notifications.actions import spread_occurrence
from bansou.notifications.models import Notice, Occurrence
from bansou.text.markdown import render
from knowhow.models import Board, Follow, Topic
from knowhow.models.board import CLINIC_SLUG

FOLLOWERS = 100_000
MOST_TIMES_FEW = 1.3
#: Replies posted to each of the two topics, in turns: what else runs on the machine hits both.
POSTED, WARM_UP = 40, 5
_AT_ONCE = 5_000


def telling_lines(address: str) -> Iterator[str]:
    """The lines of the report. Posts as the person of the address, who has to be of the staff: limits are for others."""
    person = User.objects.get(email=address)
    client = Client()
    client.force_login(person)
    quiet, loud = _topic(person), _topic(person)
    _follow(quiet, 1)
    _follow(loud, FOLLOWERS)
    times: dict[int, list[float]] = {quiet.pk: [], loud.pk: []}
    for number in range(-WARM_UP, POSTED):
        for topic in (quiet, loud):
            seconds = _post(client, topic, number)
            if number >= 0:
                times[topic.pk].append(1000 * seconds)
    few, many = median(times[quiet.pk]), median(times[loud.pk])
    remark = f" (over {MOST_TIMES_FEW:g})" if many > MOST_TIMES_FEW * few else ""
    yield f"Posting a reply: {few:.0f} ms with 1 follower, {many:.0f} ms with {FOLLOWERS:,}: × {many / few:.2f}{remark}."
    first, second, *_ = Occurrence.objects.unspread().filter(thread=f"topic:{loud.pk}", event="reply").order_by("pk")
    peak = _peak_of(first)
    started = time.perf_counter()
    spread_occurrence(second.pk)
    seconds = time.perf_counter() - started
    told = Notice.objects.filter(occurrence=second).count()
    yield f"The worker told {told:,} people in {seconds:.0f} s, {told / seconds:,.0f} a second; at most {peak / 1e6:.1f} MB at a time."


def _topic(person: User) -> Topic:
    board = Board.objects.filter(audience="public").exclude(slug=CLINIC_SLUG).order_by("position", "pk")[0]
    body = "測るための話題です。どなたも読まなくて大丈夫です。"
    return Topic.objects.create(
        board=board, kind="talk", title="測るための話題（見本）", body=body, body_html=render(body), excerpt=body, author=person,
        is_sample=True, submission_key=uuid.uuid4(),
    )  # fmt: skip


def _follow(topic: Topic, people: int) -> None:
    for batch in itertools.batched(range(people), _AT_ONCE):
        made = User.objects.bulk_create(User(email=f"{uuid.uuid4().hex}@bench.example", display_name="読む人") for _ in batch)
        Follow.objects.bulk_create(Follow(person=person, topic=topic) for person in made)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")


def _post(client: Client, topic: Topic, number: int) -> float:
    started = time.perf_counter()
    answer = client.post(topic.get_absolute_url(), {"body": f"測るための返信、その{number}です。{timezone.now()}"})
    if answer.status_code != 302:
        raise RuntimeError(f"Posting answered {answer.status_code}.")
    return time.perf_counter() - started


def _peak_of(occurrence: Occurrence) -> int:
    """The bytes that Python holds at most while it tells; watching them takes time, so that is measured with another."""
    tracemalloc.start()
    try:
        spread_occurrence(occurrence.pk)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
