"""Two reviewers press at the same moment, on connections of their own."""

import threading
import uuid

import pytest
from django.db import connections

from accounts.actions import confirm_membership, grant_roles
from accounts.models import Organisation, User
from accounts.refusals import Refused
from accounts.roles import REVIEWER
from cases.actions import approve_case
from cases.models import Case
from cases.review_actions import claim_case
from cases.statuses import ReviewStep, Status
from tests.factories import fresh, make_case
from tests.moderation.test_record import tamper


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    """A case that waits, its author and two reviewers, seen by other connections. Taken away by hand with all that was written."""
    with django_db_blocker.unblock():
        name = f"{uuid.uuid4()}"
        society = Organisation.objects.create(name=name, organisation_type="society", prefecture="03", is_verified=True)
        people = [User.objects.create_user(f"{name}-{n}@example.jp", "x", display_name=f"{n}人目") for n in range(3)]
        confirm_membership(user=people[0], organisation=society, by=None)
        for person in people[1:]:
            grant_roles(user=person, roles=[REVIEWER], by=None)
        case = make_case(author=people[0], status=Status.SUBMITTED, title=name)
        yield case, people[1:]
        tamper("DELETE FROM moderation_decision WHERE target_name = ANY(%s)", [name, *[str(person) for person in people]])
        case.workflow_states.all().delete()
        Case.objects.filter(pk=case.pk).update(live_revision=None, latest_revision=None)
        Case.objects.get(pk=case.pk).delete()
        User.objects.filter(pk__in=[person.pk for person in people]).delete()
        society.delete()


@pytest.mark.parametrize("act", [claim_case, approve_case])
def test_two_reviewers_at_the_same_moment_one_stands_and_the_other_is_told(act, committed):
    case, reviewers = committed
    begin, answers = threading.Barrier(2), []

    def press_at_once(number: int) -> None:
        try:
            by = User.objects.get(pk=reviewers[number].pk)
            mine = Case.objects.get(pk=case.pk)
            begin.wait()
            if act is approve_case:
                act(case=mine, by=by, step=mine.current_workflow_task_state.pk)
            else:
                act(case=mine, by=by)
            answers.append("")
        except Refused as refusal:
            answers.append(refusal.reason)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press_at_once, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(map(bool, answers)) == [False, True]
    assert fresh(case).review_step == (ReviewStep.CONTENT if act is approve_case else ReviewStep.PERSONAL)
