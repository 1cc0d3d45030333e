"""What the exchange's pages cost with a thousand topics and with a hundred thousand, a million replies among them."""

import datetime
import time
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median, quantiles

from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from bansou.lists.keyset import ROWS_A_PAGE, mark_of
from bansou.operations.bench.bare import bare
from bansou.operations.bulk import load_topics
from knowhow.models import Board, Follow, Reply, Topic
from knowhow.models.board import CLINIC_SLUG

#: Topics at both measurements, and what the second may cost as a multiple of the first.
FEW, MANY = 1_000, 100_000
MOST_TIMES_FEW = 1.3
MOST_QUERIES = 12
#: With fewer the deep pages of long topics would not be met.
REPLIES_A_TOPIC = 10
#: How often each page is asked for, after a few times that are not counted.
ASKED, WARM_UP = 100, 10
DEEP_PAGE = 2_000


@dataclass(frozen=True)
class Cost:
    """The 95th of a hundred answers and the median of the bare views between them, in milliseconds; the queries of one answer."""

    p95: float
    bare: float
    queries: int

    @property
    def times_bare(self) -> float:
        """How many bare views the page costs: the machine may be quicker or slower at the other measurement."""
        return self.p95 / self.bare


def exchange_lines(address: str) -> Iterator[str]:
    """The table, line by line, for the person of the address. Writes the topics that are missing for each measurement."""
    person = User.objects.get(email=address)
    client = Client()
    client.force_login(person)
    # Everything on the largest board since long ago is unread.
    long_ago = timezone.now() - datetime.timedelta(days=365)
    Follow.objects.update_or_create(person=person, board=_largest_board(), defaults={"created_at": long_ago})
    _fill(FEW)
    few = {name: _cost(client, path) for name, path in _pages()}
    started = time.monotonic()
    _fill(MANY)
    loaded = time.monotonic() - started
    many = {name: _cost(client, path) for name, path in _pages()}
    yield f"{Topic.objects.count():,} topics and {Reply.objects.count():,} replies; the second load took {loaded:.0f} s. Nothing was remembered."
    yield f"| page | queries | p95 ms at {FEW:,} topics | at {MANY:,} | × bare at {FEW:,} | × bare at {MANY:,} | × | |"
    yield "|---|--:|--:|--:|--:|--:|--:|---|"
    for name, cost in many.items():
        ratio = cost.times_bare / few[name].times_bare
        remark = f"over {MOST_TIMES_FEW:g} ×" if ratio > MOST_TIMES_FEW else ""
        remark = f"over {MOST_QUERIES} queries" if cost.queries > MOST_QUERIES else remark
        yield (
            f"| {name} | {cost.queries} | {few[name].p95:.1f} | {cost.p95:.1f} "
            f"| {few[name].times_bare:.1f} | {cost.times_bare:.1f} | {ratio:.2f} | {remark} |"
        )


def _fill(topics: int) -> None:
    load_topics(max(0, topics - Topic.objects.count()), replies_a_topic=REPLIES_A_TOPIC)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")  # what the database does by itself within minutes; the bench does not wait for it


def _pages() -> Iterator[tuple[str, str]]:
    """The pages with the longest lists that there are now."""
    longest = Topic.objects.order_by("-reply_count", "pk")[0]
    board = _largest_board()
    board_url = board.get_absolute_url()
    on_board = Topic.objects.filter(board=board).order_by("-last_posted_at", "-pk")
    deep = min(DEEP_PAGE - 1, on_board.count() // ROWS_A_PAGE - 1) * ROWS_A_PAGE  # a page that is full
    replies = longest.replies.order_by("created_at", "pk")
    middle = replies[longest.reply_count // 2]
    yield "front", reverse("knowhow:front")
    yield "board, page 1", board_url
    yield f"board, page {DEEP_PAGE:,} or the last", f"{board_url}?after={mark_of(on_board[deep - 1], ('last_posted_at', 'pk'))}"
    yield "topic of 5,000 replies, first", longest.get_absolute_url()
    yield "the same, last page", f"{longest.get_absolute_url()}?page={-(-longest.reply_count // 50)}"
    yield "the same, middle by link", f"{reverse('knowhow:topic', args=[longest.pk])}?reply={middle.pk}"
    yield "my unread", reverse("knowhow:unread")


def _largest_board() -> Board:
    """The one that `load_topics` gives every other topic."""
    return Board.objects.exclude(slug=CLINIC_SLUG).order_by("position", "pk")[0]


def _cost(client: Client, path: str) -> Cost:
    """Each time under an address that nobody asked for before, so that no part of the page is remembered; a bare view after each."""
    sign = "&" if "?" in path else "?"
    bare_request = RequestFactory().get("/bare/")
    pages, bares = [], []
    for number in range(-WARM_UP, ASKED):
        started = time.perf_counter()
        answer = client.get(f"{path}{sign}n={number}-{time.monotonic_ns()}")
        answered = time.perf_counter()
        bare(bare_request)
        pages.append(1000 * (answered - started))
        bares.append(1000 * (time.perf_counter() - answered))
        if answer.status_code != 200:
            raise RuntimeError(f"{path} answered {answer.status_code}.")
    with CaptureQueriesContext(connection) as captured:
        client.get(f"{path}{sign}n={time.monotonic_ns()}")
    return Cost(p95=quantiles(pages[WARM_UP:], n=20)[-1], bare=median(bares[WARM_UP:]), queries=len(captured))
