"""A prepared read gives what its query gives, for whatever it is asked."""

import datetime
import threading

import pytest
from django.db import connection
from django.db.models import Value
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Organisation, User
from bansou.lists.prepared import PreparedRead
from cases.models import Theme
from knowhow.models import Board

pytestmark = pytest.mark.django_db


@pytest.fixture
def boards() -> list[Board]:
    return [
        Board.objects.create(slug=f"board-{number}", name=f"板{number}", purpose="話す。", audience=audience)
        for number, audience in enumerate(("public", "supporter"))
    ]


@pytest.fixture
def read() -> PreparedRead:
    def build(pk: int, audience: str):
        return Board.objects.filter(pk=pk, audience=audience).select_related("host")

    return PreparedRead(build)


def test_each_call_is_answered_for_its_own_arguments(read, boards):
    public, closed = boards

    assert read(pk=public.pk, audience="public") == [public]
    assert read(pk=closed.pk, audience="supporter") == [closed]
    assert read(pk=closed.pk, audience="public") == []


def test_a_row_is_as_it_is_now_and_costs_one_query(read, boards, supporter):
    read(pk=boards[0].pk, audience="public")
    Board.objects.filter(pk=boards[0].pk).update(host=supporter, name="名前を変えた板")

    with CaptureQueriesContext(connection) as captured:
        [found] = read(pk=boards[0].pk, audience="public")
        assert (found.name, found.host) == ("名前を変えた板", supporter)

    assert len(captured) == 1


def test_the_query_is_built_once(boards):
    built = []

    def build(pk: int):
        built.append(pk)
        return Board.objects.filter(pk=pk).values_list("name")

    read = PreparedRead(build)

    assert [read(pk=board.pk) for board in boards] == [[("板0",)], [("板1",)]]
    assert len(built) == 1
    assert built[0] not in {board.pk for board in boards}


def test_the_query_is_built_anew_each_day(boards, monkeypatch):
    days = [datetime.date(2026, 11, day) for day in (23, 23, 24)]
    monkeypatch.setattr(timezone, "localdate", lambda: days[0])
    read = PreparedRead(
        lambda pk: Board.objects.filter(pk=pk).annotate(built_on=Value(timezone.localdate())).values_list("built_on")
    )

    built_on = []
    while days:
        built_on += read(pk=boards[0].pk)
        days.pop(0)

    assert [found.day for (found,) in built_on] == [23, 23, 24]


def test_a_value_of_the_query_may_be_a_list():
    able, unable = (
        Organisation.objects.create(name="見本商工会", organisation_type="society", prefecture=prefecture, abilities=abilities)
        for prefecture, abilities in (("13", ["finance"]), ("14", []))
    )
    read = PreparedRead(lambda pk: Organisation.objects.filter(pk=pk, abilities=[]))

    assert [read(pk=asked.pk) for asked in (able, unable)] == [[], [unable]]


def test_a_person_of_whom_the_key_alone_is_known_tells_nothing_else():
    """A prepared read that looked at more of him would answer everybody alike."""
    person = User.of_key(7)

    assert person.pk == 7
    assert person.is_authenticated
    for look in (lambda: person.is_staff, lambda: person.email, lambda: person.is_supporter):
        with pytest.raises(User.DoesNotExist):
            look()


def test_what_the_query_has_no_use_for_is_ignored(boards):
    read = PreparedRead(lambda pk, person: Board.objects.filter(pk=pk))

    assert read(pk=boards[0].pk, person=7) == [boards[0]]


def test_a_number_that_no_row_can_have_finds_nothing(read):
    assert read(pk=10**30, audience="public") == []


def test_words_are_values_and_never_sql(read, boards):
    assert read(pk=boards[0].pk, audience="public' OR '1'='1") == []


def test_each_thread_asks_on_its_own_connection():
    theme = Theme.objects.earliest("pk")
    read = PreparedRead(lambda pk: Theme.objects.filter(pk=pk))
    read(pk=theme.pk)
    found = []

    def ask() -> None:
        with CaptureQueriesContext(connection) as captured:
            found.extend(read(pk=theme.pk))
        found.append(len(captured))
        connection.close()

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()

    assert found == [theme, 1]
