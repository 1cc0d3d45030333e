"""The life of digests, drawn at random: what happens, who reads, runs that come late, twice, in any zone and with a wrong clock, and crashes.

Whatever the order: each thing reaches a person in at most one digest, and in exactly one if it still is for his eyes and unread.
"""

import datetime
from collections import defaultdict
from contextlib import nullcontext, suppress
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from accounts.models import User
from bansou.notifications import digest_parts, events
from bansou.notifications.actions import digests, mark_read, tell, write_digests
from bansou.notifications.actions.telling import write_mail_of_notices
from bansou.notifications.digest_parts import DigestPart
from bansou.notifications.events import Event, Line, Mail, Section, Teller
from bansou.notifications.models import MailPreferences, Notice, OutgoingMail, Rhythm

pytestmark = pytest.mark.django_db

BEGIN = datetime.datetime(2026, 11, 1, 3, tzinfo=datetime.UTC)
ZONES = ("Asia/Tokyo", "UTC", "America/New_York", "Pacific/Auckland", "Europe/Berlin")
PEOPLE, STEPS = 3, 30

people = st.integers(0, PEOPLE - 1)
things = st.integers(0, 30)


class KilledError(Exception):
    """The worker is gone in the middle of it."""


class Happening(Teller):
    """Something that waits for the digest. Its number is all there is of it; what is out of sight is in a set."""

    event = Event(name="happening", section=Section.EXCHANGE, words="見本", told="見本", letter="digest", mail=Mail.DIGEST)

    def __init__(self) -> None:
        self.out_of_sight: set[int] = set()

    def readable(self, person: User, occurrences: Any) -> dict[int, Any]:
        return {row.pk: row.target_id for row in occurrences if row.target_id not in self.out_of_sight}

    def line(self, occurrence: Any, about: Any) -> Line:
        return Line(f"thing-{about}.", f"/things/{about}/")


class NewPosts(DigestPart):
    """What is new for everybody."""

    name, heading = "posts", "新しいもの"

    def __init__(self) -> None:
        self.posts: list[int] = []

    def choose(self, person: User, *, without: Any) -> list[int]:
        return [number for number in self.posts if number not in without][:2]

    def lines(self, person: User, numbers: Any) -> list[Line]:
        return [Line(f"post-{number}.", f"/posts/{number}/") for number in numbers]


class DigestLife(RuleBasedStateMachine):
    """Three people, one outbox, one clock that cannot be trusted."""

    people: list[User]

    def __init__(self) -> None:
        super().__init__()
        self._undone = transaction.atomic()
        self._undone.__enter__()
        self.clock = self.latest = BEGIN
        self.teller, self.part = Happening(), NewPosts()
        events._tellers["happening"] = self.teller
        self._patches = [
            patch.object(digest_parts, "_parts", [(1, self.part)]),
            patch.object(digests, "BATCH", 2),
            patch.object(digests, "wake_outbox"),  # mails leave when the machine says so
        ]
        for each in self._patches:
            each.start()
        self.mails: dict[int, tuple[int, str]] = {}  # what arrived, by the row: a mail sent twice is recognised by it
        self.unlucky: set[int] = set()  # notices that were let go when their digest left
        self.told = 0

    def teardown(self) -> None:
        try:
            self.at_last_everybody_has_everything()
        finally:
            events._tellers.pop("happening")
            for each in self._patches:
                each.stop()
            transaction.set_rollback(True)
            self._undone.__exit__(None, None, None)

    # -- what happens ------------------------------------------------------------------------------------------------------
    @rule(who=people)
    def something_happens(self, who: int) -> None:
        self.told += 1
        tell("happening", target_id=self.told, thread=f"thing:{self.told}", to=[self.people[who]])

    @rule()
    def somebody_posts(self) -> None:
        self.part.posts.append(len(self.part.posts) + 1)

    @rule(who=people, thing=things)
    def he_reads(self, who: int, thing: int) -> None:
        mark_read(by=self.people[who], thread=f"thing:{thing}")

    @rule(thing=things)
    def it_goes_out_of_sight(self, thing: int) -> None:
        self.teller.out_of_sight.add(thing)

    @rule(thing=things)
    def it_comes_back(self, thing: int) -> None:
        self.teller.out_of_sight.discard(thing)

    @rule(who=people, rhythm=st.sampled_from(Rhythm.values))
    def he_chooses(self, who: int, rhythm: str) -> None:
        MailPreferences.objects.update_or_create(person=self.people[who], defaults={"rhythm": rhythm})

    @rule(who=people)
    def he_signs_in(self, who: int) -> None:
        User.objects.filter(pk=self.people[who].pk).update(last_login=self.clock)

    # -- the machine -------------------------------------------------------------------------------------------------------
    @rule(hours=st.one_of(st.integers(0, 36), st.integers(-240, 24 * 40)))
    def time_passes_or_is_set(self, hours: int) -> None:
        self.clock += datetime.timedelta(hours=hours)
        self.latest = max(self.latest, self.clock)

    @rule(zone=st.sampled_from(ZONES), killed=st.sampled_from(("", "", "choosing", "writing", "committing")))
    def the_worker_runs(self, zone: str, killed: str) -> None:
        places = {
            "choosing": patch.object(self.part, "choose", side_effect=KilledError),
            "writing": patch.object(digests.Digest.objects, "bulk_create", side_effect=KilledError),
            "committing": patch.object(digests.DigestPeriod, "save", side_effect=KilledError),
        }
        now = self.clock.astimezone(ZoneInfo(zone))
        with timezone.override(zone), suppress(KilledError), places.get(killed, nullcontext()):
            write_digests(now=now)

    @rule(killed=st.booleans())
    def mails_leave(self, killed: bool) -> None:
        for mail in OutgoingMail.objects.waiting().order_by("pk"):
            with suppress(KilledError):
                self._leave(mail, killed=killed)
        self.nothing_reached_anybody_twice()

    @transaction.atomic
    def _leave(self, mail: OutgoingMail, *, killed: bool) -> None:
        # What is out of sight at this moment, or meanwhile unwanted, is let go.
        lost = mail.digest.notices.all()
        if not MailPreferences.objects.filter(person=mail.person_id, rhythm=Rhythm.NEVER).exists():
            lost = lost.filter(occurrence__target_id__in=self.teller.out_of_sight)
        self.unlucky.update(lost.values_list("pk", flat=True))
        if write_mail_of_notices(mail):
            self.mails[mail.pk] = (mail.person_id, mail.text)
            mail.sent_at = timezone.now()
        else:
            mail.dropped_at = timezone.now()
        mail.save()
        if killed:
            raise KilledError

    # -- what must hold ----------------------------------------------------------------------------------------------------
    def _received(self) -> dict[tuple[int, str], int]:
        """How many mails of each person name each thing."""
        received: dict[tuple[int, str], int] = defaultdict(int)
        for person, text in self.mails.values():
            for word in set(text.replace("・", " ").split()):
                if word.startswith(("thing-", "post-")):
                    received[person, word.partition(".")[0]] += 1
        return received

    def nothing_reached_anybody_twice(self) -> None:
        assert all(count == 1 for count in self._received().values())

    def at_last_everybody_has_everything(self) -> None:
        """The clock goes right again, everybody comes back, and the worker does what is due."""
        self.clock = self.latest + datetime.timedelta(days=7)
        User.objects.filter(pk__in=[person.pk for person in self.people]).update(last_login=self.clock)
        while write_digests(now=self.clock):
            pass
        self.mails_leave(killed=False)
        received = self._received()
        unwanted = MailPreferences.objects.filter(rhythm=Rhythm.NEVER).values_list("person_id", flat=True)
        waiting = Notice.objects.unread().filter(mail=Mail.DIGEST).exclude(person__in=unwanted).exclude(pk__in=self.unlucky)
        for notice in waiting.select_related("occurrence"):
            thing = notice.occurrence.target_id
            assert received[notice.person_id, f"thing-{thing}"], f"{thing} reached nobody"


@pytest.mark.parametrize("lives", [15, pytest.param(400, marks=pytest.mark.audit)])
def test_each_thing_reaches_a_person_in_one_digest_whatever_happens(lives):
    DigestLife.people = [
        User.objects.create_user(f"p{number}@example.jp", display_name=f"{number}さん", date_joined=BEGIN)
        for number in range(PEOPLE)
    ]

    run_state_machine_as_test(DigestLife, settings=settings(max_examples=lives, stateful_step_count=STEPS))
