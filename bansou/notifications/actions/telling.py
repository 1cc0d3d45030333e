"""Telling people of events: the row of what happened, a notice for each person, and the mail that some of them get."""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from accounts.models import User
from bansou.notifications.actions.digests import write_mail_of_digest
from bansou.notifications.actions.letters import rendered
from bansou.notifications.actions.outbox import wake_outbox
from bansou.notifications.events import Event, Mail, teller_of
from bansou.notifications.models import DIGEST_THREAD, EventChoice, MailPreferences, Notice, Occurrence, OutgoingMail, Rhythm

#: People told in one transaction of the worker: memory stays flat, and a crash repeats no more than this.
BATCH = 1000


@transaction.atomic
def tell(
    name: str, *, target_id: int, thread: str, by: User | None = None, to: Iterable[User] | None = None, key: str = "",
    detail: dict[str, Any] | None = None,
) -> Occurrence | None:  # fmt: skip
    """Tell people of an event, in the transaction of what happened.

    `to`: the few whom it concerns; they are told here and now, and where nobody is left to tell nothing is written (None). Each may carry a
    `wish`, as `Teller.persons` gives it. Without `to` the worker asks the event's teller (`persons`), and tells thousands in batches: posting
    costs one row however many follow. Nobody is told of what he did himself. `key`: several events about one thing say it once to each
    (the first wins). `detail`: numbers and codes that the teller needs later.
    """
    from bansou.notifications.tasks import spread

    occurrence = Occurrence(event=name, target_id=target_id, thread=thread, by=by, detail=(detail or {}) | {"key": key})
    if to is None:
        occurrence.save(force_insert=True)
        spread.enqueue(occurrence.pk)
        return occurrence
    persons = {person.pk: getattr(person, "wish", None) for person in to if person.is_active}
    untold = _untold(occurrence, persons)
    if not untold:
        return None
    occurrence.spread_at = timezone.now()
    occurrence.save(force_insert=True)
    _notify(occurrence, untold)
    return occurrence


def spread_occurrence(occurrence_id: int) -> None:
    """Tell everybody whom the event's teller names, a batch a transaction; after a crash it goes on where it was."""
    while _spread_batch(occurrence_id):
        pass


@transaction.atomic
def _spread_batch(occurrence_id: int) -> bool:
    occurrence = Occurrence.objects.select_for_update().unspread().filter(pk=occurrence_id).first()
    if occurrence is None:
        return False
    persons = teller_of(occurrence.event).persons(occurrence).filter(is_active=True, pk__gt=occurrence.spread_until)
    has_wish = "wish" in persons.query.annotations
    rows = list(persons.order_by("pk").values_list("pk", *(["wish"] if has_wish else []))[:BATCH])
    if rows:
        _notify(occurrence, _untold(occurrence, {row[0]: row[1] if has_wish else None for row in rows}))
        occurrence.spread_until = rows[-1][0]
    if len(rows) < BATCH:
        occurrence.spread_at = timezone.now()
    occurrence.save(update_fields=["spread_until", "spread_at"])
    return occurrence.spread_at is None


def _untold(occurrence: Occurrence, persons: dict[int, str | None]) -> dict[int, str | None]:
    """Without who did it, and without those who know of it by another telling."""
    key = occurrence.detail_of("key")
    told = set(Notice.objects.filter(key=key, person__in=persons).values_list("person_id", flat=True)) if key else set()
    return {person: wish for person, wish in persons.items() if person != occurrence.by_id and person not in told}


def _notify(occurrence: Occurrence, persons: dict[int, str | None]) -> None:
    """Write the notices of these people (with what each said of this very thing), and the mails that carry them."""
    if not persons:
        return
    event = teller_of(occurrence.event).event
    key = occurrence.detail_of("key") or f"{occurrence.event}:{occurrence.pk}"
    ways = _ways(event, persons)
    # Two tellings of the same at one moment: the constraint lets the first stay.
    Notice.objects.bulk_create(
        (
            Notice(person_id=person, occurrence=occurrence, event=event.name, thread=occurrence.thread, key=key, mail=way)
            for person, way in ways.items()
        ),
        ignore_conflicts=True,
    )
    at_once = [person for person, way in ways.items() if way == Mail.AT_ONCE]
    if at_once:
        _plan_mails(occurrence, event, at_once)


def _ways(event: Event, persons: dict[int, str | None]) -> dict[int, Mail]:
    """By person the quieter of what he said of this very thing and of the event; no mail where he stopped it or it does not arrive."""
    preferences = MailPreferences.objects.filter(person__in=persons)
    if event.is_always:
        unreachable = set(preferences.exclude(undeliverable_at=None).values_list("person_id", flat=True))
        return {person: Mail.NEVER if person in unreachable else event.mail for person in persons}
    chosen = dict(EventChoice.objects.filter(event=event.name, person__in=persons).values_list("person_id", "mail"))
    unwanted: dict[Mail, set[int]] = {way: set() for way in Mail}
    for person, rhythm, *silenced in preferences.values_list("person_id", "rhythm", "stopped_at", "undeliverable_at"):
        if any(silenced):
            unwanted[Mail.AT_ONCE].add(person)
        if any(silenced) or rhythm == Rhythm.NEVER:
            unwanted[Mail.DIGEST].add(person)
    ways = {person: Mail.quieter(wish, chosen.get(person, event.mail)) for person, wish in persons.items()}
    return {person: Mail.NEVER if person in unwanted[way] else way for person, way in ways.items()}


def _plan_mails(occurrence: Occurrence, event: Event, persons: Sequence[int]) -> None:
    """One waiting mail for each person and thread: what waits there already takes this along."""
    due_at = timezone.now() + event.wait
    mails: dict[int, int] = {}
    while missing := [person for person in persons if person not in mails]:
        planned = [OutgoingMail(person_id=person, thread=occurrence.thread, due_at=due_at) for person in missing]
        OutgoingMail.objects.bulk_create(planned, ignore_conflicts=True)
        # Locked, so that none leaves before it is joined. One that was leaving just now is gone when we get it: then once more.
        waiting = OutgoingMail.objects.waiting().filter(person__in=missing, thread=occurrence.thread, attempts=0)
        mails |= dict(waiting.select_for_update().order_by("pk").values_list("person_id", "pk"))
    of_person = OutgoingMail.objects.filter(pk__in=mails.values(), person=OuterRef("person"))
    Notice.objects.filter(occurrence=occurrence, mail=Mail.AT_ONCE, person__in=mails).update(
        outgoing=Subquery(of_person.values("pk")[:1])
    )
    wake_outbox()


def write_mail_of_notices(mail: OutgoingMail) -> bool:
    """Give the mail its words as of now. False where nothing in it is unread, wanted, and still for the person's eyes."""
    if mail.thread.startswith(DIGEST_THREAD):
        return write_mail_of_digest(mail)
    person = mail.person
    if person is None or not person.is_active:
        return False
    parts = _parts(person, mail.notices.unread().select_related("occurrence__by").order_by("pk"))
    if not parts:
        return False
    (notice, about), *others = parts
    teller, occurrence = teller_of(notice.event), notice.occurrence
    context = {
        "to": person,
        "occurrence": occurrence,
        "about": about,
        "line": teller.line(occurrence, about),
        "more": [teller_of(other.event).line(other.occurrence, its) for other, its in others],
        **teller.context(occurrence, about),
    }
    subject, mail.text = rendered(teller.event.letter, context)
    mail.subject = " ".join(subject.split())[:255]
    mail.recipient = person.email
    mail.stops = notice.event
    return True


def _parts(person: User, notices: Iterable[Notice]) -> list[tuple[Notice, Any]]:
    """The notices that he still wants at once and may read now, each with what it is about; every kind of event is asked once."""
    kinds: dict[str, list[Notice]] = {}
    for notice in notices:
        kinds.setdefault(notice.event, []).append(notice)
    parts = []
    for name, group in kinds.items():
        teller = teller_of(name)
        if _ways(teller.event, {person.pk: None})[person.pk] == Mail.AT_ONCE:
            readable = teller.readable(person, [notice.occurrence for notice in group])
            parts += [(notice, readable[notice.occurrence_id]) for notice in group if notice.occurrence_id in readable]
    return sorted(parts, key=lambda part: part[0].pk)


@transaction.atomic
def mark_read(*, by: User, thread: str, until: datetime.datetime | None = None) -> int:
    """The person has seen what the notices of the thread tell of (those that happened until then). Returns how many were unread."""
    unread = Notice.objects.of(by).unread().filter(thread=thread)
    if until is not None:
        unread = unread.filter(occurrence__happened_at__lte=until)
    return unread.update(read_at=timezone.now())
