"""The case in a digest is new, somebody else's, and one that its reader may read when the mail leaves."""

import datetime

import pytest
from django.utils import timezone

from accounts.models import User
from cases.digest_parts import NewCase, walls_of
from cases.models import Case
from cases.statuses import Status
from tests.factories import complete_rows, make_case

pytestmark = pytest.mark.django_db

part = NewCase()


@pytest.fixture
def published(other_supporter, reviewer):
    """Makes a published case of Kaede's, older with each."""
    made = []

    def _published(*walls: str, **fields) -> Case:
        rows = complete_rows(walls=walls or ("act",))
        case = make_case(author=other_supporter, reviewer=reviewer, status=Status.PUBLISHED, rows=rows, **fields)
        made.append(case)
        shown = timezone.now() - datetime.timedelta(days=len(made))
        Case.objects.filter(pk=case.pk).update(first_published_at=shown)
        return case

    return _published


def chosen(person: User, *without: int) -> list[int]:
    return part.choose(person, without=without)


def test_the_newest_comes_and_then_the_next(member, published):
    newer, older = published(), published()

    assert chosen(member) == [newer.pk]
    assert chosen(member, newer.pk) == [older.pk]


def test_one_with_a_wall_at_which_he_stands_comes_before_a_newer_one(supporter, published):
    make_case(author=supporter)
    published("act")
    near = published("see")

    assert walls_of(supporter) == ["see"]
    assert chosen(supporter) == [near.pk]


def test_his_own_an_old_one_and_one_that_he_may_not_read_are_not_chosen(member, other_supporter, published):
    own = published()
    Case.objects.filter(pk=own.pk).update(disclosure="members")
    assert chosen(other_supporter) == []
    assert chosen(member) == []

    old = published()
    Case.objects.filter(pk=old.pk).update(first_published_at=timezone.now() - datetime.timedelta(days=61))
    assert chosen(member) == []


def test_a_case_that_was_withdrawn_before_the_mail_leaves_is_not_in_it(member, published):
    case = published(is_sample=True)
    assert [line.words for line in part.lines(member, [case.pk])] == [f"{case.title}（見本・架空の事例）"]

    Case.objects.filter(pk=case.pk).update(live=False, withdrawn_at=timezone.now())

    assert part.lines(member, [case.pk]) == []
