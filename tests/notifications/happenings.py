"""Every event of cases, people and moderation, and every letter, as it really happens: who must hear of it, and how he loses what he hears of.

A happening is a generator: it lets the thing happen and yields whom it is told (people for an event, addresses for a letter). Where it goes on,
the people lose sight of it then, or what was told is no longer so.
"""

import datetime
import uuid
from collections.abc import Callable, Iterator
from typing import Any

from django.test import Client
from django.utils import timezone

from accounts.actions import (
    close_account,
    confirm_membership,
    grant_roles,
    remove_second_factors,
    reopen_account,
    request_data_file,
    start_support,
    tell_dormant,
    tend_belongings,
)
from accounts.actions.belonging import end_membership
from accounts.actions.belonging_requests import ask_to_belong, refuse_request
from accounts.actions.inviting import accept_invitation, invite
from accounts.models import BelongingRequest, Invitation, Membership, Organisation, User
from accounts.organisation_types import OrganisationType
from accounts.prefectures import Prefecture
from accounts.roles import MODERATOR, REGISTRAR, REVIEWER
from bansou.forms.people import is_done, new_task
from bansou.moderation import actions as moderation
from bansou.moderation.models import Notice, Reason, Report
from bansou.notifications.actions import ask_for_address
from cases import team_actions
from cases.actions import approve_case, recall_case, return_case, withdraw_case
from cases.consent_actions import (
    answer_as_superior,
    ask_superior,
    president_link,
    remind_of_ending,
    remind_superiors,
    withdraw_by_president,
    withdraw_consent,
)
from cases.follow_up_actions import (
    answer_follow_up,
    ask_for_follow_ups,
    publish_follow_up,
    recall_follow_up,
    return_follow_up,
    withdraw_follow_up,
)
from cases.intake import DraftToBe, import_drafts, keep_intake_file
from cases.models import Case, CaseMember, Consent, FollowUp, ReviewRound, SuperiorLink
from cases.models.follow_up import months_after
from cases.review_actions import claim_case, remind_of_waiting
from cases.statuses import ReviewStep, Status
from cases.withdrawal_actions import erase_withdrawn, restore_case
from tests.factories import COMPLETE, RETURN_COMMENT, approve_all_steps, fresh, hand_in, make_case

REASON = "社名が分かる言葉があります。\n二行目です。"
TITLE = "「人が育たない」から始まった三つの対話、髙橋さんと𠮷田さんの工場で断る注文を決めるまでの一年（見本）"


class Cast:
    """Aoi writes, Kaede writes with her, Emi and Mio review and keep order, Nao registers, Sora owns; Ren and Haru only read along."""

    def __init__(self) -> None:
        self.society = Organisation.objects.create(
            name="見本町商工会", organisation_type=OrganisationType.SOCIETY, prefecture=Prefecture.IWATE, is_verified=True
        )
        self.aoi, self.kaede, self.haru = (self._supporter(name) for name in ("aoi", "kaede", "haru"))
        self.ren = self._person("ren")
        self.emi = self._person("emi", REVIEWER, MODERATOR)
        self.mio = self._person("mio", REVIEWER)
        self.nao = self._person("nao", REGISTRAR)
        self.sora = User.objects.create_superuser("sora@example.jp", "pass-word-1234", display_name="そら")

    def _person(self, name: str, *roles: Any) -> User:
        person = User.objects.create_user(f"{name}@example.jp", "pass-word-1234", display_name=f"見本 {name}")
        if roles:
            grant_roles(user=person, roles=list(roles), by=None)
        return person

    def _supporter(self, name: str) -> User:
        person = self._person(name)
        confirm_membership(user=person, organisation=self.society, by=None)
        return person

    def case(self, status: Status = Status.PUBLISHED, **fields: Any) -> Case:
        """A case of Aoi's, with Kaede in the team."""
        case = make_case(author=self.aoi, reviewer=self.emi, status=status, **{"title": TITLE} | fields)
        CaseMember.objects.create(case=case, user=self.kaede, role="second", organisation_type="society")
        return fresh(case)

    def follow_up(self) -> FollowUp:
        """The question after six months."""
        self.case(support_ended=months_after(timezone.localdate().replace(day=1), -6))
        ask_for_follow_ups()
        return FollowUp.objects.get()

    def sent_follow_up(self) -> FollowUp:
        """Its answer, handed to staff."""
        return answer_follow_up(
            follow_up=self.follow_up(), by=self.aoi, text="続いています。", self_running="signs", based_on=None, send=True
        )

    def consent(self, party: str, case: Case) -> Consent:
        """The newest of that party."""
        return Consent.objects.filter(case=case, party=party).latest("pk")


Happening = Callable[[Cast], Iterator[Any]]


def leave_reviewers(person: User) -> None:
    """He reviews no more."""
    grant_roles(user=person, roles=[], by=None)


def hand_over(case: Case, cast: Cast) -> None:
    """The case becomes somebody else's, and its team too."""
    Case.objects.filter(pk=case.pk).update(author=cast.haru)
    CaseMember.objects.filter(case=case).delete()


# -- cases: their authors and teams -------------------------------------------------------------------------------------
def case_returned(cast: Cast) -> Iterator[Any]:
    case = cast.case(Status.SUBMITTED)
    return_case(case=case, by=cast.emi, comment=REASON)
    yield {cast.aoi}
    hand_over(case, cast)


def case_commented(cast: Cast) -> Iterator[Any]:
    case = cast.case(Status.SUBMITTED)
    comments = {"summary": "一文で言うと、何が変わりましたか。", "first_request": "会社が分かる言葉があります。"}
    labels = {"summary": "一文で言うと", "first_request": "当初の相談"}
    return_case(case=case, by=cast.emi, comment=RETURN_COMMENT, field_comments=comments, labels=labels)
    yield {cast.kaede}
    team_actions.remove_from_team(member=case.members.get(), by=cast.aoi)


def case_published(cast: Cast) -> Iterator[Any]:
    case = cast.case(Status.SUBMITTED, step=ReviewStep.CONTENT)
    approve_case(case=case, by=cast.emi)
    yield {cast.aoi}
    withdraw_case(case=fresh(case), by=cast.aoi, reason="書いた人の都合")


def case_withdrawn(cast: Cast) -> Iterator[Any]:
    case = cast.case()
    withdraw_case(case=case, by=cast.emi, reason=REASON)
    yield {cast.aoi}
    erase_withdrawn(now=timezone.now() + datetime.timedelta(days=40))


def case_restored(cast: Cast) -> Iterator[Any]:
    case = cast.case(Status.WITHDRAWN)
    restore_case(case=case, by=cast.emi, reason=REASON)
    yield {cast.aoi}
    withdraw_case(case=fresh(case), by=cast.aoi, reason="書いた人の都合")


def cases_imported(cast: Cast) -> Iterator[Any]:
    answers = {name: COMPLETE[name] for name in ("title", "industry", "area", "employee_band", "summary")}
    drafts = [DraftToBe(str(number), cast.aoi, answers | {"title": f"{TITLE}{number}"}, {}) for number in range(3)]
    file = keep_intake_file(by=cast.emi, name="list.xlsx", content=b"x")
    import_drafts(by=cast.emi, digest=file.digest, drafts=drafts)
    yield {cast.aoi}
    Case.objects.update(author=cast.haru)


def consent_ending(cast: Cast) -> Iterator[Any]:
    case = cast.case()
    Consent.objects.filter(case=case, party="president").update(expires_on=timezone.localdate() + datetime.timedelta(days=20))
    remind_of_ending()
    yield {cast.aoi}
    withdraw_consent(consent=cast.consent("president", case), by=cast.aoi, reason="会社の申し出")


def consent_withdrawn(cast: Cast) -> Iterator[Any]:
    case = cast.case()
    withdraw_by_president(link=president_link(case=case, by=cast.aoi))
    yield {cast.aoi, cast.kaede}
    hand_over(case, cast)


def consent_withdrawn_by_staff(cast: Cast) -> Iterator[Any]:
    case = cast.case()
    withdraw_consent(consent=cast.consent("president", case), by=cast.emi, reason=REASON)
    yield {cast.aoi}
    hand_over(case, cast)


def superior_answered(cast: Cast) -> Iterator[Any]:
    case = cast.case(Status.DRAFT)
    link = ask_superior(case=case, by=cast.kaede, email="boss@example.jp", submission_key=uuid.uuid4())
    answer_as_superior(link=link, says_yes=False, words=REASON)
    yield {cast.kaede}
    team_actions.remove_from_team(member=case.members.get(), by=cast.aoi)


def follow_up_asked(cast: Cast) -> Iterator[Any]:
    follow_up = cast.follow_up()
    yield {cast.aoi}
    withdraw_case(case=follow_up.case, by=cast.aoi, reason="書いた人の都合")


def follow_up_returned(cast: Cast) -> Iterator[Any]:
    follow_up = cast.sent_follow_up()
    assert follow_up.submitted_at is not None
    return_follow_up(follow_up=follow_up, by=cast.emi, seen=follow_up.submitted_at, comment=REASON)
    yield {cast.aoi}
    hand_over(follow_up.case, cast)


def follow_up_published(cast: Cast) -> Iterator[Any]:
    follow_up = cast.sent_follow_up()
    assert follow_up.submitted_at is not None
    publish_follow_up(follow_up=follow_up, by=cast.emi, seen=follow_up.submitted_at)
    yield {cast.aoi}
    withdraw_follow_up(follow_up=follow_up, by=cast.aoi, reason="")


def follow_up_withdrawn(cast: Cast) -> Iterator[Any]:
    follow_up = cast.sent_follow_up()
    assert follow_up.submitted_at is not None
    publish_follow_up(follow_up=follow_up, by=cast.emi, seen=follow_up.submitted_at)
    withdraw_follow_up(follow_up=follow_up, by=cast.emi, reason=REASON)
    yield {cast.aoi}
    hand_over(follow_up.case, cast)


def team_joined(cast: Cast) -> Iterator[Any]:
    case = make_case(author=cast.aoi)
    invitation = team_actions.invite(case=case, by=cast.aoi, email=cast.kaede.email, role="second", submission_key=uuid.uuid4())
    member = team_actions.join_team(invitation=invitation, by=cast.kaede)
    yield {cast.aoi}
    team_actions.remove_from_team(member=member, by=cast.aoi)


def team_removed(cast: Cast) -> Iterator[Any]:
    case = cast.case(Status.DRAFT)
    team_actions.remove_from_team(member=case.members.get(), by=cast.aoi)
    yield {cast.kaede}
    case.delete()


# -- what waits for staff ------------------------------------------------------------------------------------------------
def case_submitted(cast: Cast) -> Iterator[Any]:
    case = cast.case(Status.DRAFT)
    hand_in(case=case, by=cast.aoi)
    yield {cast.emi, cast.mio}
    recall_case(case=fresh(case), by=cast.aoi)


def case_submitted_to_former_reviewers(cast: Cast) -> Iterator[Any]:
    hand_in(case=cast.case(Status.DRAFT), by=cast.aoi)
    yield {cast.emi, cast.mio}
    leave_reviewers(cast.emi)
    leave_reviewers(cast.mio)


def case_second_review(cast: Cast) -> Iterator[Any]:
    case = cast.case(Status.SUBMITTED, disclosure="named", display_name="見本工業株式会社")
    approve_all_steps(case, by=cast.emi)
    yield {cast.mio}
    leave_reviewers(cast.mio)


def case_waiting(cast: Cast) -> Iterator[Any]:
    case = cast.case(Status.SUBMITTED)
    ReviewRound.objects.update(submitted_at=timezone.now() - datetime.timedelta(days=30))
    remind_of_waiting()
    yield {cast.emi, cast.mio}
    claim_case(case=fresh(case), by=cast.emi)
    leave_reviewers(cast.emi)


def follow_up_submitted(cast: Cast) -> Iterator[Any]:
    follow_up = cast.sent_follow_up()
    yield {cast.emi, cast.mio}
    recall_follow_up(follow_up=follow_up, by=cast.aoi)


def queue_waiting(cast: Cast) -> Iterator[Any]:
    report = _report(cast)
    Report.objects.update(created_at=timezone.now() - datetime.timedelta(hours=13))
    moderation.remind_of_queue()
    moderation.remind_of_queue()
    yield {cast.emi}
    moderation.decide(by=cast.emi, report=report, act="keep", reason="問題ありません。")


def belonging_waiting(cast: Cast) -> Iterator[Any]:
    _ask(cast)
    tend_belongings()
    tend_belongings()
    yield {cast.nao}
    leave_reviewers(cast.nao)


# -- one's account -------------------------------------------------------------------------------------------------------
def decision_told(cast: Cast) -> Iterator[Any]:
    moderation.suspend(by=cast.emi, person=cast.ren, until=None, reason=REASON)
    yield {cast.ren}
    Notice.objects.all().delete()


def report_decided(cast: Cast) -> Iterator[Any]:
    moderation.decide(
        by=cast.emi, report=_report(cast), act="keep", reason="問題ありません。", answer="読みました。\nありがとう。"
    )
    yield {cast.ren}
    Report.objects.update(reporter=None)


def answer_decided(cast: Cast) -> Iterator[Any]:
    moderation.suspend(by=cast.emi, person=cast.haru, until=None, reason=REASON)
    answer = moderation.answer_notice(
        by=cast.haru, notice=Notice.objects.get(), text="地名のつもりでした。", submission_key=uuid.uuid4()
    )
    moderation.decide(by=cast.emi, report=answer, act="keep", reason="確かめました。")
    yield {cast.haru}
    Report.objects.all().delete()


def belonging_confirmed(cast: Cast) -> Iterator[Any]:
    confirm_membership(user=cast.ren, organisation=cast.society, by=cast.nao)
    yield {cast.ren}
    Membership.objects.filter(user=cast.ren).update(ended_at=timezone.now(), ended_because="left")


def belonging_ended(cast: Cast) -> Iterator[Any]:
    membership = Membership.objects.get(user=cast.haru)
    end_membership(membership=membership, by=cast.nao, reason="転職されたと伺いました。")
    yield {cast.haru}
    membership.delete()


def belonging_refused(cast: Cast) -> Iterator[Any]:
    request = _ask(cast)
    refuse_request(request=request, by=cast.nao, reason="名刺の写しがありませんでした。")
    yield {cast.ren}
    request.delete()


def invitation_accepted(cast: Cast) -> Iterator[Any]:
    invitation = _invite(cast, cast.ren.email)
    accept_invitation(invitation=invitation, by=cast.ren)
    yield {cast.aoi}
    close_account(user=cast.ren, by=cast.ren)


# -- letters -------------------------------------------------------------------------------------------------------------
def account_email(cast: Cast) -> Iterator[Any]:
    task = new_task()
    done = next(str(number) for number in range(10**6) if is_done(task, str(number)))
    new = {"email": "hana@example.jp", "display_name": "はな", "password1": "nagai-aikotoba-7", "task": task, "task_answer": done}
    Client().post("/accounts/signup/", new)
    Client().post("/accounts/password/reset/", {"email": cast.haru.email, "task": task, "task_answer": done})
    yield {"hana@example.jp", cast.haru.email}


def second_factor_removed(cast: Cast) -> Iterator[Any]:
    remove_second_factors(user=cast.ren, by=cast.nao, reason="電話で確かめた")
    yield {cast.ren.email}


def support_started(cast: Cast) -> Iterator[Any]:
    start_support(by=cast.nao, person=cast.ren, consent="11月22日14時、電話で同意")
    yield {cast.ren.email}


def my_data_ready(cast: Cast) -> Iterator[Any]:
    request_data_file(by=cast.ren)
    yield {cast.ren.email}


def address_check(cast: Cast) -> Iterator[Any]:
    ask_for_address(by=cast.ren)
    yield {cast.ren.email}


def account_dormant(cast: Cast) -> Iterator[Any]:
    User.objects.filter(pk=cast.ren.pk).update(date_joined=timezone.now() - datetime.timedelta(days=800))
    tell_dormant()
    yield {cast.ren.email}


def account_closed(cast: Cast) -> Iterator[Any]:
    address = cast.ren.email
    close_account(user=cast.ren, by=cast.ren)
    yield {address}


def account_reopened(cast: Cast) -> Iterator[Any]:
    address = cast.ren.email
    close_account(user=cast.ren, by=cast.ren)
    reopen_account(user=cast.ren, by=cast.nao, reason="電話で申し出")
    yield {address}


def belonging_ending(cast: Cast) -> Iterator[Any]:
    Membership.objects.filter(user=cast.haru).update(confirmed_until=timezone.localdate() + datetime.timedelta(days=20))
    tend_belongings()
    yield {cast.haru.email}


def invitation(cast: Cast) -> Iterator[Any]:
    _invite(cast, "guest@example.jp")
    yield {"guest@example.jp"}


def team_invitation(cast: Cast) -> Iterator[Any]:
    team_actions.invite(
        case=make_case(author=cast.aoi), by=cast.aoi, email="guest@example.jp", role="second", submission_key=uuid.uuid4()
    )
    yield {"guest@example.jp"}


def superior_asked(cast: Cast) -> Iterator[Any]:
    ask_superior(case=cast.case(Status.DRAFT), by=cast.aoi, email="boss@example.jp", submission_key=uuid.uuid4())
    yield {"boss@example.jp"}


def superior_reminded(cast: Cast) -> Iterator[Any]:
    ask_superior(case=cast.case(Status.DRAFT), by=cast.aoi, email="boss@example.jp", submission_key=uuid.uuid4())
    SuperiorLink.objects.update(created_at=timezone.now() - datetime.timedelta(days=20))
    remind_superiors()
    yield {"boss@example.jp"}


def _report(cast: Cast) -> Report:
    """Ren tells staff of a page."""
    return moderation.report(
        by=cast.ren,
        reason=Reason.objects.offered("report")[0],
        text="社名があります。",
        address="/cases/",
        submission_key=uuid.uuid4(),
    )


def _ask(cast: Cast) -> BelongingRequest:
    """Ren asks staff to confirm where he belongs."""
    return ask_to_belong(
        by=cast.ren, organisation=cast.society, words={}, note="4月から勤めています。", paper=None, submission_key=uuid.uuid4()
    )


def _invite(cast: Cast, email: str) -> Invitation:
    """Aoi invites somebody to the site."""
    return invite(by=cast.aoi, email=email, kind="site", target_id=0, submission_key=uuid.uuid4())


EVENTS: tuple[Happening, ...] = (
    case_returned, case_commented, case_published, case_withdrawn, case_restored, cases_imported, consent_ending, consent_withdrawn,
    consent_withdrawn_by_staff, superior_answered, follow_up_asked, follow_up_returned, follow_up_published, follow_up_withdrawn,
    team_joined, team_removed, case_submitted, case_submitted_to_former_reviewers, case_second_review, case_waiting,
    follow_up_submitted, queue_waiting, belonging_waiting, decision_told, report_decided, answer_decided, belonging_confirmed,
    belonging_ended, belonging_refused, invitation_accepted,
)  # fmt: skip
LETTERS: tuple[Happening, ...] = (
    account_email, second_factor_removed, support_started, my_data_ready, account_dormant, account_closed, account_reopened,
    belonging_ending, invitation, address_check, team_invitation, superior_asked, superior_reminded,
)  # fmt: skip
#: The event where the happening is one of several of it.
_EVENT_OF = {
    "consent_withdrawn_by_staff": "consent_withdrawn",
    "case_submitted_to_former_reviewers": "case_submitted",
    "account_email": "account/email",
}


def name_of(happening: Happening) -> str:
    """The name in the table."""
    return _EVENT_OF.get(happening.__name__, happening.__name__)
