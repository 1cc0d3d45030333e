"""What was told to somebody, what he chose, and the mails that went to him, for the file with his data."""

from typing import Any

from django.db.models import Q

from accounts.models import User
from accounts.my_data import DataPart, Table, Value, plain, register_data
from bansou.notifications.events import events
from bansou.notifications.models import Digest, EventChoice, MailPreferences, Notice, Occurrence, OutgoingMail


def collect(person: User) -> DataPart:
    """When and about what. The texts are in his mailbox or on the site, and some hold what others wrote."""
    mails = OutgoingMail.objects.filter(Q(recipient=person.email) | Q(person=person))
    preferences = MailPreferences.objects.filter(person=person)
    return DataPart(
        (
            Table.of("mails", "届けたメール", mails, "created_at", "sent_at", "recipient", "subject"),
            _with_event("inbox", "お知らせ", Notice.objects.filter(person=person), "made_at", "read_at", "mail"),
            Table.of("digests", "まとめのメール", Digest.objects.filter(person=person), "made_at", "is_last"),
            _with_event("occurrences", "ほかの方に知らせたこと", Occurrence.objects.filter(by=person), "happened_at"),
            _with_event("mail_choices", "メールの受け取り方（種類ごと）", EventChoice.objects.filter(person=person), "mail"),
            Table.of("mail_preferences", "メールの受け取り方（全体）", preferences, "rhythm", "stopped_at", "undeliverable_at"),
        )
    )


def _with_event(name: str, title: str, rows: Any, *fields: str) -> Table:
    """The rows with the event's words from the table of events, not only its code."""
    words: dict[str, Value] = {event.name: event.words for event in events()}
    table = Table.of(name, title, rows, "event", *fields)
    told = tuple((words.get(str(event), plain(event)), *others) for event, *others in table.rows)
    return Table(table.name, table.title, table.fields, table.headers, told)


def connect() -> None:
    """Called once when the app is ready."""
    register_data(collect)
