"""The life of a case, drawn at random, against a model of it: three authors, three reviewers, a president, and the calendar.

The model is written from the rules as people know them and asks nothing of `cases.statuses`; whoever breaks a rule hears of it here.
"""

import datetime
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from accounts.actions import confirm_membership, grant_roles
from accounts.models import User
from accounts.refusals import Refused
from accounts.roles import REVIEWER
from bansou.moderation.models import LimitCounter
from cases.actions import approve_case, edit_case, recall_case, return_case, submit_case, withdraw_case
from cases.consent_actions import president_link, record_consent, withdraw_by_president
from cases.models import Case, CaseMember, Consent
from cases.review_actions import claim_case, release_case
from cases.team_actions import invite, join_team, remove_from_team
from cases.withdrawal_actions import reopen_case, restore_case
from tests.factories import decide_everything, fresh, write_draft

pytestmark = pytest.mark.django_db

#: Steps of one life. With 105 lives there are more than ten thousand, which take four minutes: `make audit`.
STEPS = 100

authors = st.integers(0, 2)
reviewers = st.integers(0, 2)
everybody = st.integers(0, 5)


class CaseLife(RuleBasedStateMachine):
    """One case in many hands. People are numbers: 0 wrote it, 1 and 2 are supporters, 3 to 5 review."""

    people: list[User]

    def __init__(self) -> None:
        super().__init__()
        self._undone = transaction.atomic()
        self._undone.__enter__()
        self.case = write_draft(author=self.people[0], title="はじめの題名")
        self.edits = 0
        self.team = {0}
        self.is_live = self.has_newer = self.is_withdrawn = False
        self.review = ""  # "", "reading", "returned"
        self.step = 0  # 0 personal, 1 content, 2 second
        self.claimed_by: int | None = None
        self.approved_by: set[int] = set()
        self.is_named = False
        self.is_covered = self.president_agrees = True

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self._undone.__exit__(None, None, None)

    # -- what people know of the case -----------------------------------------------------------------------------------
    @property
    def status(self) -> str:
        if self.is_withdrawn:
            return "withdrawn"
        if self.is_live and not self.is_covered:
            return "expired"
        if self.review:
            name = "submitted" if self.review == "reading" else "returned"
            return f"revision_{name}" if self.is_live else name
        if not self.is_live:
            return "draft"
        return "revising" if self.has_newer else "published"

    @property
    def is_with_staff(self) -> bool:
        return self.status in {"submitted", "revision_submitted"}

    @property
    def is_with_team(self) -> bool:
        return self.status in {"draft", "returned", "published", "revising", "revision_returned"}

    def _try(self, may: bool, act: Callable[..., Any], **arguments: Any) -> bool:
        """Act, and compare whether it was allowed with what the model says."""
        LimitCounter.objects.all().delete()  # a hundred steps are more than a day's work
        try:
            with transaction.atomic():
                act(**arguments)
        except (Refused, PermissionDenied):
            assert not may, f"{act.__name__} was refused in {self.status}"
            return False
        assert may, f"{act.__name__} was allowed in {self.status}"
        return True

    def _end_review(self) -> None:
        self.review, self.step, self.claimed_by, self.approved_by = "", 0, None, set()

    # -- the team ---------------------------------------------------------------------------------------------------------
    @rule(who=authors, is_named=st.booleans())
    def edit(self, who: int, is_named: bool) -> None:
        self.edits += 1
        answers = {"title": f"題名{self.edits}", "disclosure": "named" if is_named else "anonymous"}
        may = who in self.team and self.is_with_team
        based_on = fresh(self.case).latest_revision_id
        if self._try(may, edit_case, case=self.case, by=self.people[who], answers=answers, rows={}, based_on=based_on):
            self.is_named = is_named
            self.has_newer = self.is_live

    @rule(who=authors)
    def submit(self, who: int) -> None:
        may = who == 0 and self.status in {"draft", "returned", "revising", "revision_returned"} and self.is_covered
        if may:
            decide_everything(fresh(self.case), by=self.people[0])
        if self._try(may, submit_case, case=self.case, by=self.people[who]):
            self._end_review()
            self.review = "reading"

    @rule(who=authors)
    def recall(self, who: int) -> None:
        if self._try(who == 0 and self.is_with_staff, recall_case, case=fresh(self.case), by=self.people[who]):
            self._end_review()

    @rule(who=authors, guest=st.integers(1, 2))
    def share(self, who: int, guest: int) -> None:
        may = who == 0 and guest not in self.team
        person = self.people[guest]

        def invite_and_join(*, by: User) -> None:
            invitation = invite(case=self.case, by=by, email=person.email, role="second", submission_key=uuid.uuid4())
            join_team(invitation=invitation, by=person)

        if self._try(may, invite_and_join, by=self.people[who]):
            self.team.add(guest)

    @rule(who=authors, guest=st.integers(1, 2))
    def remove(self, who: int, guest: int) -> None:
        member = CaseMember.objects.filter(case=self.case, user=self.people[guest]).first()
        assert (member is not None) == (guest in self.team)
        if member and self._try(who == 0, remove_from_team, member=member, by=self.people[who]):
            self.team.discard(guest)

    # -- staff ------------------------------------------------------------------------------------------------------------
    def _may_decide(self, who: int) -> bool:
        is_free = self.claimed_by in (None, who)
        return self.is_with_staff and is_free and not (self.step == 2 and who in self.approved_by)

    @rule(who=everybody)
    def claim(self, who: int) -> None:
        may = who > 2 and self.is_with_staff and self.claimed_by in (None, who)
        if self._try(may, claim_case, case=self.case, by=self.people[who]):
            self.claimed_by = who

    @rule(who=everybody)
    def release(self, who: int) -> None:
        if self._try(self.claimed_by == who, release_case, case=self.case, by=self.people[who]):
            self.claimed_by = None

    @rule(who=everybody)
    def approve(self, who: int) -> None:
        may = who > 2 and self._may_decide(who) and self.is_covered
        if not self._try(may, approve_case, case=self.case, by=self.people[who]):
            return
        self.approved_by.add(who)
        self.step += 1
        if self.step == 2 and self.is_named:
            self.claimed_by = None
        elif self.step >= 2:
            self._end_review()
            self.is_live, self.has_newer = True, False

    @rule(who=everybody)
    def give_back(self, who: int) -> None:
        may = who > 2 and self._may_decide(who)
        if self._try(may, return_case, case=self.case, by=self.people[who], comment="直してください"):
            self._end_review()
            self.review = "returned"

    # -- out of sight, and back -------------------------------------------------------------------------------------------
    @rule(who=everybody)
    def withdraw(self, who: int) -> None:
        may = (who == 0 or who > 2) and self.is_live and not self.is_withdrawn
        if self._try(may, withdraw_case, case=self.case, by=self.people[who], reason="申し出があった"):
            self._go_out_of_sight()

    def _go_out_of_sight(self) -> None:
        self._end_review()
        self.is_live, self.is_withdrawn = False, True

    @rule(who=everybody)
    def restore(self, who: int) -> None:
        may = who > 2 and self.is_withdrawn and self.is_covered
        if self._try(may, restore_case, case=self.case, by=self.people[who], reason="取り下げがまちがいだった"):
            self.is_live, self.is_withdrawn = True, False

    @rule(who=authors)
    def reopen(self, who: int) -> None:
        may = who == 0 and self.is_withdrawn and self.president_agrees
        if self._try(may, reopen_case, case=self.case, by=self.people[who]):
            self.is_withdrawn = self.has_newer = False

    # -- consent ----------------------------------------------------------------------------------------------------------
    @rule()
    def expire(self) -> None:
        """The calendar, not a person: as if the last day of the president's consent had been yesterday."""
        yesterday = timezone.localdate() - datetime.timedelta(days=1)
        Consent.objects.filter(case=self.case, party="president").update(
            consented_on=datetime.date(2025, 4, 1), expires_on=yesterday
        )
        self.is_covered = False

    @rule(who=everybody)
    def renew(self, who: int) -> None:
        answers = {
            "party": "president", "is_needed": True, "method": "paper", "scope": "named", "consented_on": datetime.date(2026, 4, 1),
        }  # fmt: skip
        arguments = {"case": self.case, "by": self.people[who], "answers": answers, "sheet": None, "submission_key": uuid.uuid4()}
        if self._try(who in self.team, record_consent, **arguments):
            self.is_covered = self.president_agrees = True

    @rule()
    def president_takes_back(self) -> None:
        link = president_link(case=self.case, by=self.people[0])
        withdraw_by_president(link=link)
        self.is_covered = self.president_agrees = False
        if self.is_live:
            self._go_out_of_sight()

    # -- what must be true after every step -------------------------------------------------------------------------------
    @invariant()
    def the_case_is_as_the_model_says(self) -> None:
        case = fresh(self.case)
        assert case.status == self.status
        assert {number for number in range(3) if case.is_team(self.people[number])} == self.team

    @invariant()
    def readers_see_it_exactly_while_it_is_published(self) -> None:
        is_read = Case.objects.visible_to(AnonymousUser()).filter(pk=self.case.pk).exists()
        assert is_read == (self.is_live and self.is_covered)


def _person(name: str) -> User:
    return User.objects.create_user(f"{name}@example.jp", "pass-word-1234", display_name=name)


@pytest.mark.parametrize("lives", [8, pytest.param(105, marks=pytest.mark.audit)])
def test_life_goes_as_the_rules_say(lives, society):
    people = [_person(name) for name in ("aoi", "kaede", "ren", "emi", "yui", "nao")]
    for supporter in people[:3]:
        confirm_membership(user=supporter, organisation=society, by=None)
    for reviewer in people[3:]:
        grant_roles(user=reviewer, roles=[REVIEWER], by=None)
    CaseLife.people = people

    run_state_machine_as_test(CaseLife, settings=settings(max_examples=lives, stateful_step_count=STEPS))
