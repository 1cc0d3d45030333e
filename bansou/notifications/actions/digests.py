"""Digests: who gets one this morning and with what (in the worker, batch by batch), and their words when they leave."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.text import Truncator

from accounts.models import User
from accounts.refusals import Refused
from bansou.notifications.actions.letters import rendered
from bansou.notifications.actions.outbox import put_into_outbox, wake_outbox
from bansou.notifications.digest_parts import parts
from bansou.notifications.digest_periods import RHYTHMS, morning_of
from bansou.notifications.events import Line, teller_of
from bansou.notifications.models import (
    DIGEST_THREAD,
    Digest,
    DigestPeriod,
    MailPreferences,
    Notice,
    OutgoingMail,
    Rhythm,
    digest_readers,
)
from bansou.notifications.models.digest import DIGEST_KEPT_DAYS
from bansou.notifications.models.notice import NoticeQuerySet
from bansou.notifications.unsubscribing import DIGEST

#: People who have their turn in one transaction: a crash repeats no more than this.
BATCH = 100
#: Batches of one slice, after which the worker does something else, and mails that may wait before a slice writes more: an answer on a
#: Monday morning is not behind a hundred thousand digests.
BATCHES, AHEAD = 10, 500
#: Lines of a digest about the person's notices; what is more is counted and stands in the inbox.
LINES = 30
_EXCERPT = 60
_FORGOTTEN_AT_ONCE = 1000


@dataclass(frozen=True)
class Entry:
    """One thing in a digest; `more` others of the same thread are counted behind its words."""

    words: str
    address: str
    who: str = ""
    excerpt: str = ""
    more: int = 0

    @classmethod
    def of(cls, line: Line, more: int = 0) -> "Entry":
        """A line of a room, each text of it on one line: what somebody typed begins no line of the mail."""
        words, who, excerpt = (" ".join(text.split()) for text in (line.words, line.who, line.excerpt))
        return cls(words, line.address, who, Truncator(excerpt).chars(_EXCERPT), more)


@dataclass(frozen=True)
class Section:
    """A heading with its entries; `left_out` more stand in the inbox alone."""

    heading: str
    entries: list[Entry]
    left_out: int = 0


def write_digests(*, now: datetime.datetime | None = None) -> bool:
    """Write a slice of the digests that are due. Returns whether there is more to write.

    A period is known by its morning, so this may be called at any time, any number of times, and by several workers. What an earlier period
    did not come to is finished first.
    """
    now = now or timezone.now()
    mornings = [DigestPeriod(rhythm=rhythm, day=morning_of(rhythm, now)) for rhythm in RHYTHMS]
    DigestPeriod.objects.bulk_create(mornings, ignore_conflicts=True)
    for _ in range(BATCHES):
        if not DigestPeriod.objects.unfinished().exists():
            return False
        if Digest.objects.leaving()[:AHEAD].count() == AHEAD or not _write_batch(now):
            break
    return DigestPeriod.objects.unfinished().exists()


@transaction.atomic
def _write_batch(now: datetime.datetime) -> bool:
    """The turn of the next people; False where another worker is at it. One works at a time: what is chosen depends on what was."""
    oldest = DigestPeriod.objects.unfinished().first()
    if oldest is None:
        return False
    period = DigestPeriod.objects.unfinished().select_for_update(skip_locked=True).filter(pk=oldest.pk).first()
    if period is None:
        return False
    persons = list(digest_readers(period.rhythm, now).filter(pk__gt=period.reached).order_by("pk")[:BATCH])
    _write(period, persons, now)
    if persons:
        period.reached = persons[-1].pk
    if len(persons) < BATCH:
        period.done_at = now
    period.save(update_fields=["reached", "done_at"])
    return True


def _write(period: DigestPeriod, persons: list[User], now: datetime.datetime) -> None:
    """A digest, and the mail that brings it, for each of them for whom there is something new."""
    waiting = Notice.objects.for_digest().filter(person__in=persons)
    told = set(waiting.values_list("person_id", flat=True).distinct())
    sent = _sent(persons)
    digests = []
    for person in persons:
        is_last = bool(person.is_silent)  # type: ignore[attr-defined]
        chosen = _chosen(person, sent[person.pk])
        if person.pk in told or is_last or any(chosen.get(part.name) for part in parts() if part.is_news):
            digests.append(Digest(person=person, period=period, made_at=now, chosen=chosen, is_last=is_last))
    mails = [OutgoingMail(person_id=digest.person_id, thread=f"{DIGEST_THREAD}{period.pk}") for digest in digests]
    for digest, mail in zip(digests, OutgoingMail.objects.bulk_create(mails), strict=True):
        digest.outgoing = mail
    Digest.objects.bulk_create(digests)
    # What is read in this very moment stays out; what comes in this very moment is taken along.
    own = Digest.objects.filter(period=period, person=OuterRef("person")).values("pk")
    waiting.filter(person__in=[digest.person_id for digest in digests]).update(digest=Subquery(own))
    if mails:
        wake_outbox()


def _sent(persons: Iterable[User]) -> dict[int, dict[str, set[int]]]:
    """By person and part, the numbers that his earlier digests held."""
    sent: dict[int, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for person, chosen in Digest.objects.filter(person__in=persons).values_list("person_id", "chosen").iterator():
        for name, numbers in chosen.items():
            sent[person][name].update(numbers)
    return sent


def _chosen(person: User, sent: dict[str, set[int]]) -> dict[str, list[int]]:
    chosen = {part.name: part.choose(person, without=sent.get(part.name, set())) for part in parts()}
    return {name: numbers for name, numbers in chosen.items() if numbers}


def write_mail_of_digest(mail: OutgoingMail) -> bool:
    """Give a digest's mail its words as of now. False where nothing in it is unread, new and still for the person's eyes."""
    digest = Digest.objects.select_related("person__mail_preferences", "period").filter(outgoing=mail).first()
    if digest is None or not digest.person.is_active or not _is_wanted(digest.person):
        return False
    notices = Notice.objects.filter(digest=digest)
    words = _words(digest.person, notices, digest.chosen, digest.period, is_last=digest.is_last)
    if words is None:
        return False
    mail.subject, mail.text = words
    mail.recipient, mail.stops = digest.person.email, DIGEST
    return True


def _is_wanted(person: User) -> bool:
    """Whether he did not stop digests between the run and now."""
    preferences: MailPreferences | None = getattr(person, "mail_preferences", None)
    if preferences is None:
        return True
    return preferences.rhythm != Rhythm.NEVER and preferences.stopped_at is None and preferences.undeliverable_at is None


def send_test_digest(*, by: User) -> OutgoingMail:
    """Send oneself the digest that one would get now. It takes nothing along and is remembered nowhere. Refused where nothing is new."""
    period = DigestPeriod(rhythm=RHYTHMS[-1], day=morning_of(RHYTHMS[-1], timezone.now()))
    words = _words(by, Notice.objects.of(by).for_digest(), _chosen(by, {}), period, is_test=True)
    if words is None:
        raise Refused("いま、あなたへのまとめに載せるものがありません。新しい質問や事例が出てから、もう一度お試しください。")
    subject, text = words
    return put_into_outbox(recipient=by.email, subject=subject, text=text)


def _words(
    person: User, notices: NoticeQuerySet, chosen: dict[str, list[int]], period: DigestPeriod, **marks: bool
) -> tuple[str, str] | None:
    """Subject and text; None where there is nothing new. A last one is sent in any case."""
    own = _own_notices(person, notices)
    found = [
        (part, [Entry.of(line) for line in part.lines(person, chosen[part.name])]) for part in parts() if part.name in chosen
    ]
    is_news = own.entries or any(entries for part, entries in found if part.is_news)
    if not is_news and not marks.get("is_last"):
        return None
    sections = [own, *(Section(part.heading, entries) for part, entries in found)]
    context: dict[str, Any] = {
        "to": person,
        "sections": [section for section in sections if section.entries],
        "of_day": period.day,
        "rhythm": period.get_rhythm_display(),
        **marks,
    }
    subject, text = rendered("digest", context)
    return " ".join(subject.split())[:255], text


def _own_notices(person: User, notices: NoticeQuerySet) -> Section:
    """What of his notices is unread and readable now: one entry a thread, by its first, the thread with the latest on top."""
    unread = list(notices.unread().select_related("occurrence__by").order_by("pk"))
    lines = _lines(person, unread)
    threads: dict[str, list[Notice]] = defaultdict(list)
    for notice in unread:
        if notice.pk in lines:
            threads[notice.thread].append(notice)
    newest_first = sorted(threads.values(), key=lambda thread: -thread[-1].pk)
    entries = [Entry.of(lines[thread[0].pk], more=len(thread) - 1) for thread in newest_first[:LINES]]
    return Section("お知らせ", entries, left_out=sum(len(thread) for thread in newest_first[LINES:]))


def _lines(person: User, notices: Collection[Notice]) -> dict[int, Line]:
    """By notice its line, of those that the person may read now. A few queries for each kind of event."""
    by_event: dict[str, list[Notice]] = defaultdict(list)
    for notice in notices:
        by_event[notice.event].append(notice)
    lines = {}
    for event, its in by_event.items():
        teller = teller_of(event)
        readable = teller.readable(person, [notice.occurrence for notice in its])
        for notice in its:
            about = readable.get(notice.occurrence_id)
            if about is not None:
                lines[notice.pk] = teller.line(notice.occurrence, about)
    return lines


def forget_old_digests(*, now: datetime.datetime | None = None) -> int:
    """Delete digests of which nothing follows any more, and periods without any; returns how many digests. For the daily run."""
    now = now or timezone.now()
    forgettable = Digest.objects.forgettable(now).values_list("pk", flat=True)
    count = 0
    while numbers := list(forgettable[:_FORGOTTEN_AT_ONCE]):
        count += Digest.objects.filter(pk__in=numbers).delete()[0]
    long_ago = now.date() - datetime.timedelta(days=DIGEST_KEPT_DAYS)
    DigestPeriod.objects.filter(digests=None, done_at__isnull=False, day__lt=long_ago).delete()
    return count
