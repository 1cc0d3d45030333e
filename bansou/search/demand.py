"""Counts what is searched for, without people: how many asked with the same words in a week, and what they found.

The page only puts its words into this process's memory. Seconds later a thread cuts them into words, leaves out what may name somebody, and
writes a count. A process that ends in between loses them: they are counts, not orders.
"""

import datetime
import hashlib
import hmac
import ipaddress
import json
import logging
import secrets
import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest
from django.utils import timezone

from bansou.search.address import Address
from bansou.search.finding import Findings
from bansou.search.models.demand import KEPT_WEEKS, LEAST_PEOPLE, SearchedWords, monday_of
from bansou.search.words import plain, words_only

logger = logging.getLogger(__name__)

#: Searches that wait in memory at most. What a flood pushes out is not counted.
MOST_WAITING = 1000
#: A longer text was pasted: nobody else will type it.
LONGEST_WORDS = 60
_BITS = 63
_SECRET = "searched-words-secret"  # noqa: S105 - the name of its place in the cache

_COUNT = """
INSERT INTO search_searchedwords AS kept
    (week, digest, words, marks, empty_marks, people, empty_handed, results, by_kind)
VALUES (%(week)s, %(digest)s, '', %(mark)s, %(empty)s, 1, bit_count(%(empty)s::bigint::bit(64)), %(results)s, %(by_kind)s)
ON CONFLICT (week, digest) DO UPDATE SET
    marks = kept.marks | excluded.marks,
    empty_marks = kept.empty_marks | excluded.empty_marks,
    people = bit_count((kept.marks | excluded.marks)::bit(64)),
    empty_handed = bit_count((kept.empty_marks | excluded.empty_marks)::bit(64)),
    words = CASE WHEN kept.words = '' AND bit_count((kept.marks | excluded.marks)::bit(64)) >= %(least)s
        THEN %(words)s ELSE kept.words END,
    results = excluded.results,
    by_kind = excluded.by_kind
"""


@dataclass(frozen=True)
class _Search:
    """One search as it waits in memory. results: that have all of the words; by_kind: how these fall into kinds."""

    text: str
    week: datetime.date
    visitor: str
    results: int
    by_kind: Mapping[str, int]


#: Whether a text may name a person, a company, a place or an address. Said by rooms above.
NamingRule = Callable[[str], bool]

_waiting: deque[_Search] = deque(maxlen=MOST_WAITING)
_naming_rules: list[NamingRule] = []
_planning = threading.Lock()
_planned: threading.Timer | None = None


def register_naming_rule(rule: NamingRule) -> None:
    """Let what the rule says names somebody never be counted."""
    if rule not in _naming_rules:
        _naming_rules.append(rule)


def note_search(request: HttpRequest, address: Address, findings: Findings) -> None:
    """Put the search down to be counted. Asks the database nothing.

    Not counted: staff, whoever asks by his browser not to be followed (DNT, Sec-GPC), and searches that narrow what was found before.
    A page that is taken from memory (bansou.freshness) does not come here, so of one minute's visitors with the same words one is counted.
    """
    visitor = _visitor(request) if findings.words and _is_to_be_counted(request, address) else ""
    if visitor:
        has_all = bool(findings.all_count) and not findings.is_any and not findings.is_read_as_near
        by_kind = {tab.kind: tab.count for tab in findings.tabs if tab.kind} if has_all else {}
        results = 0 if findings.is_read_as_near else findings.all_count
        _waiting.append(_Search(address.query, monday_of(timezone.localdate()), visitor, results, by_kind))
        _plan()


def _is_to_be_counted(request: HttpRequest, address: Address) -> bool:
    is_plain = address == Address(query=address.query)
    asks_not_to = "1" in (request.headers.get("DNT"), request.headers.get("Sec-GPC"))
    return (
        request.method == "GET" and is_plain and not asks_not_to and not (request.user.is_authenticated and request.user.is_staff)
    )


def _visitor(request: HttpRequest) -> str:
    """By what two searches are known to be one person's: the account, or the network; "" where neither is known.

    It leaves this process only as one bit of 63.
    """
    if request.user.is_authenticated:
        return f"person {request.user.pk}"
    try:
        address = ipaddress.ip_address(get_adapter().get_client_ip(request))
    except (PermissionDenied, ValueError):  # a page is not refused because it cannot be counted
        return ""
    return f"network {ipaddress.ip_network((address, 64 if address.version == 6 else 32), strict=False)}"


def _plan() -> None:
    """See to it that a thread writes what waits, in some seconds."""
    global _planned  # noqa: PLW0603 - one thread a process
    with _planning:
        if settings.SEARCHES_WRITTEN_SECONDS and (_planned is None or not _planned.is_alive()):
            _planned = threading.Timer(settings.SEARCHES_WRITTEN_SECONDS, _write_beside)
            _planned.daemon = True
            _planned.start()


def _write_beside() -> None:
    try:
        write_counts()
    except DatabaseError:
        logger.exception("Searches could not be counted")
    finally:
        connection.close()


def write_counts() -> None:
    """Count what waits. Each search in a transaction of its own: nobody's page waits for another's."""
    while _waiting:
        search = _waiting.popleft()
        text = " ".join(plain(search.text).split())
        # All words, those after a minus too: what is written down at the end is what enough people share. Their order and the particles
        # between them do not matter.
        forms = sorted({word.forms[0] for word in words_only(text)})
        if forms and len(text) <= LONGEST_WORDS and not any(rule(text) for rule in _naming_rules):
            _write(search, text, "\n".join(forms))


def _write(search: _Search, text: str, forms: str) -> None:
    secret = _secret_of(search.week)
    mark = 1 << int.from_bytes(_keyed(secret, f"{search.visitor}\n{forms}")) % _BITS
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            _COUNT,
            {
                "week": search.week,
                "digest": _keyed(secret, forms).hex(),
                "words": text,
                "mark": mark,
                "empty": 0 if search.results else mark,
                "results": search.results,
                "by_kind": json.dumps(search.by_kind),
                "least": LEAST_PEOPLE,
            },
        )


def _keyed(secret: str, text: str) -> bytes:
    return hmac.digest(secret.encode(), text.encode(), hashlib.sha256)


def _secret_of(week: datetime.date) -> str:
    """What this week's digests and marks are made with, the same in all processes. It is written nowhere but in the shared cache, and ends there."""
    return str(cache.get_or_set(f"{_SECRET}|{week}", secrets.token_hex(32), timeout=8 * 24 * 3600))


def end_weeks() -> None:
    """Of weeks that are over: what too few people asked goes, and of the rest all but words and numbers. For the daily run."""
    over = SearchedWords.objects.of_past_weeks()
    over.filter(words="").delete()
    over.exclude(digest=None).update(digest=None, marks=0, empty_marks=0)
    over.filter(week__lt=timezone.localdate() - datetime.timedelta(weeks=KEPT_WEEKS)).delete()
