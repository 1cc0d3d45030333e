"""Each event of cases, people and moderation: told to whom it concerns and to nobody else, by a sound mail, and not after he lost sight of it."""

import copy

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bansou.notifications.account_tellers import LETTERS as ACCOUNT_LETTERS
from bansou.notifications.actions import send_waiting
from bansou.notifications.events import Mail, Teller, events, letters, teller_of
from bansou.notifications.message_ids import message_id_of
from bansou.notifications.models import EventChoice, MailPreferences, Notice, Occurrence, OutgoingMail
from bansou.notifications.unsubscribing import DIGEST, can_be_stopped
from cases.actions import withdraw_case
from cases.tellers import LETTERS as CASE_LETTERS
from cases.withdrawal_actions import restore_case
from tests.factories import fresh
from tests.notifications.happenings import EVENTS, LETTERS, REASON, TITLE, Cast, decision_told, name_of
from tests.notifications.sound_mail import faults_of, parsed

pytestmark = pytest.mark.django_db

_BELOW = ("bansou.notifications.account_tellers", "bansou.moderation.tellers", "cases.tellers")


@pytest.fixture
def cast(db) -> Cast:
    return Cast()


@pytest.fixture
def mails_wait(settings):
    """The worker rests: what is put into the outbox stays there until `send_waiting`."""
    tasks = copy.deepcopy(settings.TASKS)
    tasks["default"]["BACKEND"] = "django.tasks.backends.dummy.DummyBackend"
    settings.TASKS = tasks


def _is_read_by(address: str, notice: Notice) -> bool:
    """Whether the page knows what the notice tells of; a list or a desk of staff does not, there the line's own button reads it."""
    is_its_page = address != "/cases/mine/" and not address.startswith("/admin/")
    return is_its_page and notice.thread.startswith(("case:", "follow_up:", "decision:"))


def _queries_for(number: int, teller: Teller, notice: Notice) -> int:
    with CaptureQueriesContext(connection) as queries:
        teller.readable(notice.person, [notice.occurrence] * number)
    return len(queries)


def want_mail_at_once(event: str, cast: Cast) -> None:
    """Everybody asks for it, so that its letter is seen also where it is not the default."""
    persons = [person for person in vars(cast).values() if hasattr(person, "email")]
    EventChoice.objects.bulk_create(EventChoice(person=person, event=event, mail=Mail.AT_ONCE) for person in persons)


@pytest.mark.parametrize("happening", EVENTS, ids=lambda happening: happening.__name__)
def test_an_event_is_told_to_whom_it_concerns_and_nobody_else_by_a_sound_mail(happening, cast, mail_server, client_of):
    teller = teller_of(name_of(happening))
    want_mail_at_once(teller.event.name, cast)

    told = next(happening(cast))

    notices = Notice.objects.filter(event=teller.event.name).select_related("occurrence", "person")
    assert {notice.person for notice in notices} == told
    assert len(notices) == len(told)
    arrived = {parsed(content)["Message-ID"].strip(): content for content in mail_server.contents}
    for notice in notices:
        content = arrived[message_id_of(notice.outgoing_id)]
        message = parsed(content)
        assert message["To"] == notice.person.email
        assert faults_of(content) == []
        assert bool(message["List-Unsubscribe"]) == can_be_stopped(teller.event.name)
        about = teller.readable(notice.person, [notice.occurrence])[notice.occurrence_id]
        with CaptureQueriesContext(connection) as queries:
            line = teller.line(notice.occurrence, about)
        assert line.words
        assert len(queries) == 0, "a line of fifty asks nothing by itself"
        assert _queries_for(1, teller, notice) == _queries_for(20, teller, notice)
        assert client_of(notice.person).get(line.address).status_code == 200, line.address
        notice.refresh_from_db()
        assert bool(notice.read_at) == _is_read_by(line.address, notice)


@pytest.mark.parametrize("happening", EVENTS, ids=lambda happening: happening.__name__)
def test_whoever_loses_sight_of_it_before_the_mail_leaves_gets_nothing_of_it(happening, cast, mails_wait):
    teller = teller_of(name_of(happening))
    want_mail_at_once(teller.event.name, cast)
    story = happening(cast)
    told = next(story)
    occurrences = list(Occurrence.objects.filter(event=teller.event.name))

    assert next(story, None) is None
    send_waiting()

    assert told
    for notice in Notice.objects.filter(event=teller.event.name).select_related("person", "outgoing"):
        assert teller.readable(notice.person, occurrences) == {}
        assert notice.outgoing.dropped_at or notice.outgoing.notices.exclude(event=teller.event.name).exists()
    assert not OutgoingMail.objects.due().exists()


@pytest.mark.parametrize("happening", LETTERS, ids=lambda happening: happening.__name__)
def test_a_letter_that_nobody_can_switch_off_reaches_its_address_by_a_sound_mail(happening, cast, mail_server):
    addresses = next(happening(cast))

    assert set(mail_server.recipients) >= addresses
    for content in mail_server.contents:
        assert faults_of(content) == []
        if parsed(content)["To"] in addresses:
            assert parsed(content)["List-Unsubscribe"] is None


def test_every_event_and_letter_of_these_rooms_is_told_here():
    ours = {event.name for event in events() if type(teller_of(event.name)).__module__.startswith(_BELOW)}

    assert {name_of(happening) for happening in EVENTS} == ours
    assert {name_of(happening) for happening in LETTERS} == {letter.name for letter in (*ACCOUNT_LETTERS, *CASE_LETTERS)}


def test_every_letter_of_the_site_belongs_to_a_line_of_the_table():
    lines = {event.letter for event in events()} | {letter.name for letter in letters()}
    templates = {path.stem for path in (settings.BASE_DIR / "templates/notifications/letters").glob("[!_]*.txt")}

    assert {name for name in templates - lines if not name.startswith(DIGEST)} == set()


def test_what_happens_in_a_thread_while_its_mail_waits_is_in_the_same_mail(cast, mails_wait):
    case = cast.case()
    withdraw_case(case=case, by=cast.emi, reason=REASON)
    restore_case(case=fresh(case), by=cast.emi, reason="確かめました。")
    withdraw_case(case=fresh(case), by=cast.emi, reason="もう一度、社名が見つかりました。")

    send_waiting()

    [letter] = mail.outbox
    assert letter.to == [cast.aoi.email]
    assert letter.body.count(f"事例「{TITLE}」の公開を、事務局が止めました") == 2
    assert "元に戻しました" not in letter.body, "that is no longer so"


def test_every_letter_of_an_event_says_what_else_is_in_the_mail():
    folder = settings.BASE_DIR / "templates/notifications/letters"
    for event in events():
        if event.letter:
            assert "notifications/parts/more.txt" in (folder / f"{event.letter}.txt").read_text("utf-8"), event.letter


def test_an_event_that_is_always_told_comes_also_where_all_mails_are_stopped_but_not_where_none_arrives(cast):
    MailPreferences.objects.create(person=cast.ren, stopped_at=timezone.now())

    next(decision_told(cast))
    assert [message.to for message in mail.outbox] == [[cast.ren.email]]
    MailPreferences.objects.update(undeliverable_at=timezone.now())
    next(decision_told(cast))

    assert len(mail.outbox) == 1
    assert Notice.objects.filter(person=cast.ren).count() == 2
