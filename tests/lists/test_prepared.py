"""A prepared read gives what its query gives, for whatever it is asked."""

import threading

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

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
