"""Telling people of events: the row of what happened, a notice for each person, and the mail that some of them get."""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from bansou.notifications.actions.digests import write_mail_of_digest
from bansou.notifications.actions.letters import rendered
from bansou.notifications.events import Event, Mail, teller_of
from bansou.notifications.models import DIGEST_THREAD, EventChoice, MailPreferences, Notice, Occurrence, OutgoingMail, Rhythm

#: People told in one transaction of the worker: memory stays flat, and a crash repeats no more than this.
BATCH = 1000


@transaction.atomic
def tell(
    name: str, *, target_id: int, thread: str, by: User | None = None, to: Iterable[User] | None = None, key: str = "",
    detail: dict[str, Any] | None = None,
) -> Occurrence:  # fmt: skip
    """Tell people of an event, in the transaction of what happened.

    `to`: the few whom it concerns; they are told here and now. Without it the worker asks the event's teller (`persons`), and tells thousands in
    batches: posting costs one row however many follow. Nobody is told of what he did himself. `key`: several events about one thing say it
    once to each (the first wins). `detail`: numbers and codes that the teller needs later.
    """
    from bansou.notifications.tasks import spread

    occurrence = Occurrence.objects.create(
        event=name, target_id=target_id, thread=thread, by=by, detail=(detail or {}) | {"key": key}
    )
    if to is None:
        spread.enqueue(occurrence.pk)
    else:
        persons: dict[int, str | None] = {person.pk: None for person in to if person.is_active}
        _notify(occurrence, persons)
        occurrence.spread_at = timezone.now()
        occurrence.save(update_fields=["spread_at"])
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
        _notify(occurrence, {row[0]: row[1] if has_wish else None for row in rows})
        occurrence.spread_until = rows[-1][0]
    if len(rows) < BATCH:
        occurrence.spread_at = timezone.now()
    occurrence.save(update_fields=["spread_until", "spread_at"])
    return occurrence.spread_at is None


def _notify(occurrence: Occurrence, persons: dict[int, str | None]) -> None:
    """Write the notices of these people (with what each said of this very thing), and the mails that carry them."""
    event = teller_of(occurrence.event).event
    persons.pop(occurrence.by_id or 0, None)
    ways = _ways(event, persons)
    key = occurrence.detail_of("key") or f"{occurrence.event}:{occurrence.pk}"
    told = set(Notice.objects.filter(key=key, person__in=ways).values_list("person_id", flat=True))
    notices = [
        Notice(person_id=person, occurrence=occurrence, event=event.name, thread=occurrence.thread, key=key, mail=way)
        for person, way in ways.items()
        if person not in told
    ]
    # Two tellings of the same at one moment: the constraint lets the first stay.
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    at_once = [notice.person_id for notice in notices if notice.mail == Mail.AT_ONCE]
    if at_once:
        _plan_mails(occurrence, event, at_once)


def _ways(event: Event, persons: dict[int, str | None]) -> dict[int, Mail]:
    """By person the quieter of what he said of this very thing and of the event; no mail where he stopped it or it does not arrive."""
    chosen = dict(EventChoice.objects.filter(event=event.name, person__in=persons).values_list("person_id", "mail"))
    preferences = MailPreferences.objects.filter(person__in=persons)
    silent = preferences.exclude(stopped_at=None, undeliverable_at=None).values_list("person_id", flat=True)
    without_digest = preferences.filter(rhythm=Rhythm.NEVER).values_list("person_id", flat=True)
    unwanted = {Mail.AT_ONCE: set(silent), Mail.DIGEST: {*silent, *without_digest}, Mail.NEVER: set()}
    ways = {person: Mail.quieter(wish, chosen.get(person, event.mail)) for person, wish in persons.items()}
    return {person: Mail.NEVER if person in unwanted[way] else way for person, way in ways.items()}


def _plan_mails(occurrence: Occurrence, event: Event, persons: Sequence[int]) -> None:
    """One waiting mail for each person and thread: what waits there already takes this along."""
    from bansou.notifications.tasks import deliver

    due_at = timezone.now() + event.wait
    mails: dict[int, int] = {}
    while missing := [person for person in persons if person not in mails]:
        planned = [OutgoingMail(person_id=person, thread=occurrence.thread, due_at=due_at) for person in missing]
        OutgoingMail.objects.bulk_create(planned, ignore_conflicts=True)
        # Locked, so that none leaves before it is joined. One that was leaving just now is gone when we get it: then once more.
        waiting = OutgoingMail.objects.waiting().filter(person__in=missing, thread=occurrence.thread, attempts=0)
        mails |= dict(waiting.select_for_update().order_by("pk").values_list("person_id", "pk"))
    notices = list(Notice.objects.filter(occurrence=occurrence, person__in=persons))
    for notice in notices:
        notice.outgoing_id = mails[notice.person_id]
    Notice.objects.bulk_update(notices, ["outgoing"])
    for mail in mails.values():
        deliver.enqueue(mail)


def write_mail_of_notices(mail: OutgoingMail) -> bool:
    """Give the mail its words as of now. False where nothing in it is unread and still for the person's eyes."""
    if mail.thread.startswith(DIGEST_THREAD):
        return write_mail_of_digest(mail)
    person = mail.person
    if person is None or not person.is_active:
        return False
    parts = [
        (notice, about)
        for notice in mail.notices.unread().select_related("occurrence__by").order_by("pk")
        if (about := teller_of(notice.event).readable(person, [notice.occurrence]).get(notice.occurrence_id)) is not None
    ]
    if not parts:
        return False
    notice, about = parts[0]
    teller = teller_of(notice.event)
    context = {"to": person, "occurrence": notice.occurrence, "about": about, **teller.context(notice.occurrence, about)}
    context["more"] = [teller_of(other.event).line(other.occurrence, its) for other, its in parts[1:]]
    subject, mail.text = rendered(teller.event.letter, context)
    mail.subject = " ".join(subject.split())[:255]
    mail.recipient = person.email
    mail.stops = notice.event
    return True


@transaction.atomic
def mark_read(*, by: User, thread: str, until: datetime.datetime | None = None) -> int:
    """The person has seen what the notices of the thread tell of (those that were made until then). Returns how many were unread."""
    unread = Notice.objects.of(by).unread().filter(thread=thread)
    if until is not None:
        unread = unread.filter(made_at__lte=until)
    return unread.update(read_at=timezone.now())
