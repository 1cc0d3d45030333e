"""The digest: on Monday at eight, once, with what is new for its reader and still for his eyes; and none after long silence."""

import datetime
import threading
import uuid
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.actions import grant_roles
from accounts.models import User
from accounts.roles import EDITOR
from bansou.notifications import digest_parts, events
from bansou.notifications.actions import digests, forget_old_digests, mark_read, send_waiting, tell, write_digests
from bansou.notifications.digest_parts import DigestPart
from bansou.notifications.digest_periods import morning_of
from bansou.notifications.events import Event, Line, Mail, Section, Teller
from bansou.notifications.models import Digest, DigestPeriod, MailPreferences, Notice, Occurrence, OutgoingMail, Rhythm
from bansou.notifications.models.digest import SILENT_DAYS
from bansou.operations import hourly

JAPAN = ZoneInfo("Asia/Tokyo")
MONDAY = datetime.datetime(2026, 11, 23, 8, tzinfo=JAPAN)
DAY, WEEK = datetime.timedelta(days=1), datetime.timedelta(days=7)


class Happening(Teller):
    """Something that waits for the digest, in sight unless it is in the set."""

    event = Event(name="happening", section=Section.EXCHANGE, words="見本", told="見本", letter="digest", mail=Mail.DIGEST)

    def __init__(self) -> None:
        self.out_of_sight: set[int] = set()

    def readable(self, person: User, occurrences: Any) -> dict[int, Any]:
        return {row.pk: row.target_id for row in occurrences if row.target_id not in self.out_of_sight}

    def line(self, occurrence: Any, about: Any) -> Line:
        return Line(f"{about}番のできごと", f"/things/{about}/")


class Posts(DigestPart):
    """A part with numbers for everybody."""

    def __init__(self, name: str, *numbers: int, is_news: bool) -> None:
        self.name, self.heading, self.numbers, self.is_news = name, f"{name}の見出し", list(numbers), is_news

    def choose(self, person: User, *, without: Any) -> list[int]:
        return [number for number in self.numbers if number not in without][:1]

    def lines(self, person: User, numbers: Any) -> list[Line]:
        return [Line(f"{self.name}{number}", f"/{self.name}/{number}/") for number in numbers if number in self.numbers]


@pytest.fixture
def happening(monkeypatch) -> Happening:
    """The one event of these tests."""
    teller = Happening()
    monkeypatch.setitem(events._tellers, "happening", teller)
    return teller


@pytest.fixture
def news(monkeypatch, happening) -> Posts:
    """News for everybody, none at first, and a card that is always there: the only parts."""
    news = Posts("news", is_news=True)
    monkeypatch.setattr(digest_parts, "_parts", [(1, news), (2, Posts("card", *range(1, 99), is_news=False))])
    return news


@pytest.fixture
def reader(db, news) -> User:
    """Ren, who joined on the Sunday before."""
    return User.objects.create_user("ren@example.jp", display_name="れん", date_joined=MONDAY - DAY)


def happens(number: int, to: User, thread: str = "") -> None:
    tell("happening", target_id=number, thread=thread or f"thing:{number}", to=[to])


def run(now: datetime.datetime) -> list[str]:
    """Write what is due and let it leave; the texts that arrived."""
    before = len(mail.outbox)
    while write_digests(now=now):
        pass
    send_waiting()
    return [letter.body for letter in mail.outbox[before:]]


@pytest.mark.parametrize(
    ("now", "daily", "weekly"),
    [
        ("2026-11-23T07:59:59+09:00", "2026-11-22", "2026-11-16"),
        ("2026-11-23T08:00:00+09:00", "2026-11-23", "2026-11-23"),
        ("2026-11-22T23:00:00+00:00", "2026-11-23", "2026-11-23"),
        ("2026-11-22T18:00:00-05:00", "2026-11-23", "2026-11-23"),
        ("2026-11-29T23:59:59+09:00", "2026-11-29", "2026-11-23"),
        ("2027-01-01T00:00:00+09:00", "2026-12-31", "2026-12-28"),
    ],
)
def test_a_moment_belongs_to_one_morning_in_japan_whatever_the_zone_of_the_machine(now, daily, weekly):
    moment = datetime.datetime.fromisoformat(now)

    with timezone.override("America/New_York"):
        assert morning_of(Rhythm.DAILY, moment).isoformat() == daily
        assert morning_of(Rhythm.WEEKLY, moment).isoformat() == weekly


def test_what_waited_comes_on_monday_in_one_mail_and_never_again(reader):
    run(MONDAY - WEEK)
    happens(1, reader)
    happens(2, reader)

    assert run(MONDAY - 2 * DAY) == []
    [text] = run(MONDAY)
    assert run(MONDAY + DAY) == run(MONDAY + WEEK) == []

    assert "1番のできごと" in text
    assert "http://testserver/things/2/" in text
    assert mail.outbox[0].to == ["ren@example.jp"]
    assert mail.outbox[0].subject == "【伴走】2026年11月23日のまとめ"
    assert "/digest/" in mail.outbox[0].extra_headers["List-Unsubscribe"]


def test_what_a_missed_monday_had_comes_with_the_next_run(reader):
    happens(1, reader)

    assert len(run(MONDAY + 2 * WEEK + DAY)) == 1


def test_without_news_no_mail_comes_whatever_cards_there_are(reader):
    assert run(MONDAY) == []
    assert not Digest.objects.exists()


def test_news_alone_is_worth_a_mail_once_with_a_card_that_is_another_each_time(reader, news):
    news.numbers.append(7)
    [first] = run(MONDAY)
    assert run(MONDAY + WEEK) == []
    news.numbers.append(8)
    [second] = run(MONDAY + 2 * WEEK)

    assert "news7" in first
    assert "card1" in first
    assert "news7" not in second
    assert "news8" in second
    assert "card2" in second
    assert first.index("news7") < first.index("card1")


def test_what_was_read_or_went_out_of_sight_before_the_mail_leaves_is_not_in_it(reader, happening):
    for number in (1, 2, 3):
        happens(number, reader)
    with patch.object(digests, "wake_outbox"):
        write_digests(now=MONDAY)
    mark_read(by=reader, thread="thing:1")
    happening.out_of_sight.add(2)

    send_waiting()

    [letter] = mail.outbox
    assert "3番" in letter.body
    assert "1番" not in letter.body
    assert "2番" not in letter.body


def test_where_nothing_is_left_when_it_leaves_no_mail_goes_out(reader):
    happens(1, reader)
    with patch.object(digests, "wake_outbox"):
        write_digests(now=MONDAY)
    mark_read(by=reader, thread="thing:1")

    send_waiting()

    assert mail.outbox == []
    assert OutgoingMail.objects.get().dropped_at


def test_several_of_one_thread_are_one_entry_and_a_long_list_is_cut_and_counted(reader, monkeypatch):
    monkeypatch.setattr(digests, "LINES", 2)
    for number in range(1, 7):
        happens(number, reader, thread=f"thing:{min(number, 4)}")

    [text] = run(MONDAY)

    assert "4番のできごと（ほかに2件）" in text
    assert "3番のできごと\n" in text
    assert "1番" not in text
    assert "ほかに2件あります。" in text


@pytest.mark.parametrize(
    ("rhythm", "mornings"), [(Rhythm.DAILY, [1, 1, 1]), (Rhythm.WEEKLY, [1, 0, 0]), (Rhythm.NEVER, [0, 0, 0])]
)
def test_it_comes_as_often_as_the_person_chose(reader, rhythm, mornings):
    MailPreferences.objects.create(person=reader, rhythm=rhythm)
    came = []
    for day in range(3):
        happens(day, reader)
        came.append(len(run(MONDAY + day * DAY)))

    assert came == mornings


def test_whoever_wants_no_digest_is_told_on_the_site_and_gets_no_backlog_when_he_wants_one_again(reader):
    preferences = MailPreferences.objects.create(person=reader, rhythm=Rhythm.NEVER)
    happens(1, reader)
    preferences.rhythm = Rhythm.WEEKLY
    preferences.save()

    assert Notice.objects.get().mail == Mail.NEVER
    assert run(MONDAY) == []


@pytest.mark.parametrize("mark", ["stopped_at", "undeliverable_at"])
def test_nobody_gets_one_who_stopped_his_mails_or_whose_mails_do_not_arrive(reader, mark):
    happens(1, reader)
    MailPreferences.objects.create(person=reader, **{mark: MONDAY})

    assert run(MONDAY) == []


def test_whoever_stops_between_the_writing_and_the_leaving_gets_none(reader):
    happens(1, reader)
    with patch.object(digests, "wake_outbox"):
        write_digests(now=MONDAY)
    MailPreferences.objects.create(person=reader, rhythm=Rhythm.NEVER)

    send_waiting()

    assert mail.outbox == []


def test_an_address_that_nobody_confirmed_gets_none(reader):
    happens(1, reader)
    address = EmailAddress.objects.create(user=reader, email=reader.email, verified=False)
    assert run(MONDAY) == []

    address.verified = True
    address.save()
    assert len(run(MONDAY + WEEK)) == 1


def test_after_half_a_year_of_silence_one_last_one_comes_and_then_none_until_he_is_back(reader, news):
    news.numbers.append(1)
    assert len(run(MONDAY)) == 1
    silent = MONDAY + datetime.timedelta(days=SILENT_DAYS + 7)
    [last] = run(silent)
    happens(1, reader)
    assert run(silent + WEEK) == run(silent + 2 * WEEK) == []

    User.objects.filter(pk=reader.pk).update(last_login=silent + 2 * WEEK)
    [back] = run(silent + 3 * WEEK)

    assert "いったんお休みします" in last
    assert "1番のできごと" in back
    assert "お休み" not in back


def test_whoever_was_silent_before_the_first_digest_hears_of_no_last_one(reader):
    happens(1, reader)

    assert run(MONDAY + datetime.timedelta(days=SILENT_DAYS + 7)) == []


def test_a_crash_in_the_middle_repeats_nothing_and_loses_nothing(reader, monkeypatch):
    monkeypatch.setattr(digests, "BATCH", 1)
    other = User.objects.create_user("mio@example.jp", display_name="みお", date_joined=MONDAY - DAY)
    happens(1, reader)
    happens(2, other)
    save = DigestPeriod.save
    calls = iter([None, RuntimeError("killed")])

    def killed_once(period: DigestPeriod, **given: Any) -> None:
        if error := next(calls, None):
            raise error
        save(period, **given)

    with patch.object(DigestPeriod, "save", killed_once), patch.object(digests, "wake_outbox"), pytest.raises(RuntimeError):
        write_digests(now=MONDAY)
    run(MONDAY)

    assert sorted(letter.to[0] for letter in mail.outbox) == ["mio@example.jp", "ren@example.jp"]


def test_a_slice_writes_no_more_while_many_wait_to_leave(reader, monkeypatch):
    monkeypatch.setattr(digests, "BATCH", 1)
    monkeypatch.setattr(digests, "AHEAD", 1)
    other = User.objects.create_user("mio@example.jp", display_name="みお", date_joined=MONDAY - DAY)
    happens(1, reader)
    happens(2, other)

    with patch.object(digests, "wake_outbox"):
        assert write_digests(now=MONDAY)
        assert write_digests(now=MONDAY)
        assert Digest.objects.count() == 1
        send_waiting()
        write_digests(now=MONDAY)

    assert Digest.objects.count() == 2


def test_the_hourly_run_writes_digests(reader):
    happens(1, reader)
    planned = []
    with patch.object(hourly, "plan_once", lambda work, at: planned.append(work)):
        hourly.do_hourly_work.func()
        hourly.write_digests_by_slices.func()

    assert hourly.write_digests_by_slices in planned
    assert Notice.objects.get().digest is not None


def test_words_of_many_things_cost_as_many_queries_as_of_one(reader):
    def queries(week: int) -> int:
        with patch.object(digests, "wake_outbox"):
            while write_digests(now=MONDAY + week * WEEK):
                pass
        outgoing = Digest.objects.latest("pk").outgoing
        with CaptureQueriesContext(connection) as captured:
            assert digests.write_mail_of_digest(outgoing)
        return len(captured)

    happens(1, reader)
    one = queries(0)
    for number in range(2, 32):
        happens(number, reader)

    assert queries(1) == one


def test_a_digest_is_forgotten_when_no_notice_names_it_and_a_last_one_is_not(reader):
    happens(1, reader)
    run(MONDAY)
    Digest.objects.update(made_at=timezone.now() - datetime.timedelta(days=200))
    DigestPeriod.objects.update(day=timezone.localdate() - datetime.timedelta(days=200))

    assert forget_old_digests() == 0
    Notice.objects.all().delete()
    Digest.objects.update(is_last=True)
    assert forget_old_digests() == 0
    Digest.objects.update(is_last=False)
    assert forget_old_digests() == 1
    assert not DigestPeriod.objects.exists()


def test_staff_send_one_to_themselves_and_it_takes_nothing_along(client_of, reader):
    grant_roles(user=reader, roles=[EDITOR], by=None)
    happens(1, reader)
    browser = client_of(User.objects.get(pk=reader.pk))

    page = browser.post(reverse("digests:index"), follow=True)

    [letter] = mail.outbox
    assert letter.subject.endswith("のまとめ（見本）")
    assert "1番のできごと" in letter.body
    assert "ren@example.jp に見本を送りました" in page.content.decode()
    assert len(run(MONDAY)) == 1


def test_a_sample_without_anything_new_is_refused_with_the_reason(client_of, reader):
    grant_roles(user=reader, roles=[EDITOR], by=None)

    page = client_of(User.objects.get(pk=reader.pk)).post(reverse("digests:index"), follow=True)

    assert "載せるものがありません" in page.content.decode()
    assert mail.outbox == []


def test_staff_see_how_many_left_on_which_morning(client_of, reader):
    happens(1, reader)
    run(MONDAY)
    grant_roles(user=reader, roles=[EDITOR], by=None)

    page = client_of(User.objects.get(pk=reader.pk)).get(reverse("digests:index")).content.decode()

    assert "2026年11月23日（毎週月曜日）" in page
    assert "<td>1</td>" in page


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    """Three readers with a notice each, seen by other connections. Taken away by hand."""
    with django_db_blocker.unblock():
        name = uuid.uuid4()
        people = [User.objects.create_user(f"{name}-{n}@example.jp", display_name=f"{n}人目") for n in range(3)]
        yield people
        Notice.objects.filter(person__in=people).delete()
        Digest.objects.filter(person__in=people).delete()
        DigestPeriod.objects.all().delete()
        OutgoingMail.objects.filter(person__in=people).delete()
        Occurrence.objects.filter(event="happening").delete()
        User.objects.filter(pk__in=[person.pk for person in people]).delete()


def test_two_workers_at_once_write_one_digest_for_each(committed, news, monkeypatch):
    monkeypatch.setattr(digests, "BATCH", 1)
    for number, person in enumerate(committed):
        happens(number, person)
    begin = threading.Barrier(2)

    def work() -> None:
        try:
            begin.wait()
            while write_digests():
                pass
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert Digest.objects.filter(person__in=committed).count() == 3
    assert not Notice.objects.for_digest().filter(person__in=committed).exists()
