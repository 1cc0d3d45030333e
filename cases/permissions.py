"""Who may do what with a case, its team and its follow-ups. Each check returns nothing, or raises Refused with the sentence that the page shows."""

from collections.abc import Iterator
from typing import NamedTuple

from django.db import models

from accounts.audiences import Person
from accounts.models import SupportedSession, User
from accounts.models.by_link import INVITATION_DAYS
from accounts.refusals import Refused
from bansou.moderation.permissions import check_not_suspended, keeps_order
from cases.anonymity.checking import check_is_decided
from cases.consents import check_is_covered
from cases.limits import CLAIM_DAYS, EPISODES_AT_LEAST
from cases.models import Case, FollowUp, TeamInvitation
from cases.record import CHOSEN_FIELDS, ROW_KINDS, Step, step_of
from cases.statuses import OWNER, TRANSITIONS, Hand, InvitationStatus, Verb
from cases.vocabularies import ConsentParty, Disclosure


class Need(models.TextChoices):
    """What something is needed for."""

    SUBMIT = "submit", "審査に出すまでに"
    PUBLISH = "publish", "公開までに"

    @property
    def sign(self) -> str:
        """The mark that stands beside the field."""
        return "●" if self == Need.SUBMIT else "◎"

    @property
    def asked(self) -> str:
        """The mark with its words."""
        return f"{self.sign}{self.label}"


class Missing(NamedTuple):
    """Something that is not written yet: the field or the kind of rows, the step of the form that asks for it, its words."""

    field: str
    step: Step
    words: str
    need: Need

    @property
    def anchor(self) -> str:
        """Where on the page of its step it is written."""
        return f"rows-{self.field}" if self.field in ROW_KINDS else f"id_{self.field}"


#: Fields that must not be empty. Words where the model's own are not enough.
NEEDED: dict[Need, dict[str, str]] = {
    Need.SUBMIT: {
        "title": "", "summary": "", "display_name": "", "industry": "", "area": "", "employee_band": "", "support_started": "",
        "meetings_count": "", "support_format": "", "trigger": "", "first_request": "",
        "first_themes": "当初の相談のテーマ（一つ以上）", "situation_before": "",
    },
    Need.PUBLISH: {
        "real_issue": "", "real_themes": "本質的な課題のテーマ（一つ以上）", "issue_path": "", "issue_named_by": "",
        "behaviour_change": "", "self_running": "", "self_running_evidence": "",
    },
}  # fmt: skip
#: What rests on rows, or on one of several fields: `_missing_of_the_journey` says when.
_NEEDED_FOR_THE_JOURNEY = ("episodes", "walls", "noticing", "conviction", "actions", "went_well", "points")
#: Of these one is enough.
_REFLECTIONS = ("went_well", "went_badly", "next_time", "hesitated")


def need_of(name: str) -> Need | None:
    """What the field or the kind of rows is needed for; None where it may stay empty."""
    if name in _NEEDED_FOR_THE_JOURNEY:
        return Need.PUBLISH
    return next((need for need, names in NEEDED.items() if name in names), None)


def missing_for_review(case: Case) -> list[Missing]:
    """What is still missing, in the order of the form. Submitting asks for all of it. `case` holds the version to be sent."""
    missing = [
        Missing(name, step_of(name), words or str(Case._meta.get_field(name).verbose_name), need)
        for need, names in NEEDED.items()
        for name, words in names.items()
        if not _is_written(case, name)
    ]
    missing += [Missing(name, step_of(name), words, Need.PUBLISH) for name, words in _missing_of_the_journey(case)]
    steps = list(Step)
    return sorted(missing, key=lambda entry: steps.index(entry.step))


def _is_written(case: Case, name: str) -> bool:
    value = getattr(case, name)
    return bool(value.all()) if name in CHOSEN_FIELDS else bool(value)


def _missing_of_the_journey(case: Case) -> Iterator[tuple[str, str]]:
    """What rests on rows, or on one of several fields."""
    if len(case.episodes.all()) < EPISODES_AT_LEAST:
        yield "episodes", f"対話の記録（{EPISODES_AT_LEAST}つ以上）"
    for name, label in (("noticing", "気づき"), ("conviction", "腹落ち")):
        told = getattr(case, name) and getattr(case, f"{name}_episode")
        if not told and not getattr(case, f"{name}_not_yet"):
            yield name, f"{label}（文章と、そのときの対話。または「まだない」）"
    walls = case.walls.all()
    if not walls:
        yield "walls", "立ちはだかった壁（一つ以上）"
    elif not all(wall.height and wall.outcome for wall in walls):
        yield "walls", "壁ごとの高さと結果"
    if not case.actions.all():
        yield "actions", "会社の取組（一つ以上）"
    if not any(getattr(case, name) for name in _REFLECTIONS):
        yield _REFLECTIONS[0], "ふりかえり（四つのうち一つ以上）"
    if not case.points.all():
        yield "points", "ポイント（一つ以上）"


def check_can_write(user: Person) -> None:
    """Verified supporters write cases."""
    if not user.is_authenticated:
        raise Refused("事例を書くには、ログインしてください。")
    if not user.is_supporter:
        raise Refused("事例を書けるのは、所属を確認した支援者の方です。所属の確認は、マイページから申し込めます。")
    check_not_suspended(user)


def check_can_see_demand(user: Person) -> None:
    """What people search for is read by the roles that make something of it."""
    if not user.has_perm("search.view_searchedwords"):
        raise Refused("検索されたことばを見られるのは、審査担当と編集担当です。")


def check_can_see_draft(user: Person, case: Case) -> None:
    """The team sees its own drafts; staff see what was handed to them."""
    if case.is_team(user) or (user.is_staff and OWNER[case.status] == Hand.STAFF):
        return
    raise Refused("この事例は、書いた方と支援チームだけが見られます。")


def check_can_edit(user: Person, case: Case) -> None:
    """Everybody of the team edits while the case is in its hands."""
    _check_team(user, case)
    if Verb.EDIT not in TRANSITIONS[case.status]:
        raise Refused("審査中は編集できません。直したいときは、先に提出を取り消してください。")
    check_not_suspended(user)


def check_can_submit(user: Person, case: Case, *, missing: list[Missing] | None = None) -> None:
    """The author submits a complete case that is meant to be read. `case` holds the version to be sent.

    `missing`: `missing_for_review` of it, where the page asked already.
    """
    _check_author(user, case, "審査に出せるのは、はじめに書いた方だけです。書き終えたら、その方に知らせてください。")
    check_can_write(user)
    if Verb.SUBMIT not in TRANSITIONS[case.status]:
        raise Refused("審査に出す新しい版がありません。")
    if case.disclosure == Disclosure.DRAFT:
        raise Refused("「公開しない」を選んでいます。公開するときは、公開のしかたを変えてください。")
    missing = missing_for_review(case) if missing is None else missing
    if missing:
        raise Refused(f"まだ書いていない項目が{len(missing)}つあります。")
    check_is_covered(case)
    check_is_decided(case)


def check_can_recall(user: Person, case: Case) -> None:
    """The author takes back what he submitted."""
    _check_author(user, case, "提出を取り消せるのは、はじめに書いた方だけです。")
    if Verb.RECALL not in TRANSITIONS[case.status]:
        raise Refused("審査中の事例だけ、提出を取り消せます。")


def check_can_review(user: Person, case: Case) -> None:
    """Staff with the reviewer's role approve or return what is in their hands, and in nobody else's; never a case of their own team."""
    check_can_claim(user, case)
    if case.current_workflow_task.has_had_his_turn(case, user):
        raise Refused("実名の事例は、一人目とは別の審査担当が確認します。あなたは一人目の確認をしました。")


def check_did_not_write(user: User, case: Case) -> None:
    """Whoever wrote as the author, acting for him (accounts.SupportedSession), has somebody else approve."""
    if SupportedSession.objects.filter(by=user, person=case.author_id).exists():
        raise Refused("書いた方に代わって操作したことがあるため、承認できません。ほかの審査担当にお願いしてください。")


def check_can_claim(user: Person, case: Case) -> None:
    """A reviewer takes a case in hand that waits and that nobody else has; never one of his own team."""
    if case.is_team(user):
        raise Refused("自分のチームの事例は、自分では審査できません。ほかの審査担当にお願いしてください。")
    if Verb.APPROVE not in TRANSITIONS[case.status]:
        raise Refused("この事例は、いま審査中ではありません。")
    if not (user.is_authenticated and case.current_workflow_task.user_can_access_editor(case, user)):
        raise Refused("審査できるのは、審査担当の職員です。")
    claimant = case.open_round.claimant if case.open_round else None
    if claimant and claimant != user:
        raise Refused(f"{claimant}さんが担当しています。{CLAIM_DAYS}日たつか、担当を外すと、ほかの方も審査できます。")


def check_can_release(user: Person, case: Case) -> None:
    """Whoever claimed a case gives it back; an owner also for somebody who is away."""
    claimant = case.open_round.claimant if case.open_round else None
    if claimant is None:
        raise Refused("この事例を担当している方はいません。")
    if claimant != user and not (user.is_authenticated and user.is_superuser):
        raise Refused(f"担当を外せるのは、担当している{claimant}さんと管理者です。")


def check_can_answer_comments(user: Person, case: Case) -> None:
    """The team answers what staff asked, while the case is in its hands."""
    check_can_edit(user, case)


def check_can_withdraw(user: Person, case: Case) -> None:
    """The author, reviewers, and staff who keep order take a published case out of sight at once."""
    if Verb.WITHDRAW not in TRANSITIONS[case.status]:
        raise Refused("公開している事例だけ、公開をやめられます。")
    if not case.is_author(user) and not _is_reviewer(user) and not keeps_order(user):
        raise Refused("公開をやめられるのは、はじめに書いた方と、審査担当・見守り担当の職員です。")


def check_can_write_private(user: Person, case: Case) -> None:
    """Everybody of the team reads and writes who the company is, whatever state the case is in."""
    _check_team(user, case)


def check_can_reveal(user: Person, case: Case) -> None:
    """Reviewers look at who the company is, each time with a recorded reason; whether they know of the case is asked before."""
    if not _is_reviewer(user):
        raise Refused("非公開の情報を見られるのは、支援チームと審査担当の職員だけです。")
    if case.is_team(user):
        raise Refused("自分のチームの事例です。チームの画面から見られます。")


def check_can_restore(user: Person, case: Case) -> None:
    """Reviewers bring a withdrawn case back while the consents cover it."""
    if not _is_reviewer(user):
        raise Refused("元に戻せるのは、審査担当の職員です。")
    if Verb.RESTORE not in TRANSITIONS[case.status]:
        raise Refused("取り下げた事例だけ、元に戻せます。")
    check_is_covered(case)


def check_can_reopen(user: Person, case: Case) -> None:
    """The author makes a withdrawn case his draft again; not where the president took his consent back, whose word is that it goes."""
    _check_author(user, case, "下書きに戻せるのは、はじめに書いた方だけです。")
    if Verb.REOPEN not in TRANSITIONS[case.status]:
        raise Refused("取り下げた事例だけ、下書きに戻せます。")
    if not case.is_sample and not case.consents.standing().filter(party=ConsentParty.PRESIDENT).exists():
        raise Refused("経営者の同意が取り消されているため、下書きには戻せません。30日が過ぎると、内容は消えます。")


def check_can_record_consent(user: Person, case: Case) -> None:
    """Everybody of the team records consents, whatever state the case is in."""
    _check_team(user, case)


def check_can_withdraw_consent(user: Person, case: Case) -> None:
    """The team, and reviewers to whom somebody came, take a consent back."""
    if not case.is_team(user) and not _is_reviewer(user):
        raise Refused("同意を取り消せるのは、支援チームと審査担当の職員だけです。")


def check_can_open_sheet(user: Person, case: Case) -> None:
    """The team and reviewers see scanned sheets; whether staff know of the case is asked before."""
    if not case.is_team(user) and not _is_reviewer(user):
        raise Refused("同意書を見られるのは、支援チームと審査担当の職員だけです。")


def check_can_ask_superior(user: Person, case: Case) -> None:
    """The team shows its superior a version that is meant to be read. `case` holds that version."""
    _check_team(user, case)
    check_can_write(user)
    if case.disclosure == Disclosure.DRAFT:
        raise Refused("「公開しない」を選んでいます。公開のしかたを選んでから、確認を頼んでください。")
    if not case.summary:
        raise Refused("「一文で言うと」まで書いてから、確認を頼んでください。")


def check_can_change_team(user: Person, case: Case) -> None:
    """The author, a supporter, invites, lists and removes people, whatever state the case is in."""
    _check_author(user, case, "チームを変えられるのは、はじめに書いた方だけです。")
    check_can_write(user)


def check_can_join(user: Person, invitation: TeamInvitation) -> None:
    """The verified supporter to whose address it was sent joins, once and in time."""
    if invitation.status == InvitationStatus.ACCEPTED:
        raise Refused("この招待は、もう使われています。")
    if invitation.status == InvitationStatus.REVOKED:
        raise Refused("この招待は、取り消されています。")
    if invitation.is_expired:
        raise Refused(f"この招待は、期限（{INVITATION_DAYS}日間）が過ぎています。招待した方に、もう一度送ってもらってください。")
    if not user.is_authenticated:
        raise Refused("チームに参加するには、ログインしてください。")
    if not user.has_address(invitation.email):
        raise Refused("この招待は、別のメールアドレスあてです。招待を受け取ったアドレスで登録した方だけが参加できます。")
    if not user.is_supporter:
        raise Refused("チームに参加できるのは、所属を確認した支援者の方です。所属の確認は、マイページから申し込めます。")
    if invitation.case.is_team(user):
        raise Refused("すでに、この事例の支援チームに入っています。")


def check_can_write_follow_up(user: Person, follow_up: FollowUp) -> None:
    """The team of a published case answers what was asked, also anew; not while staff read the answer."""
    _check_team(user, follow_up.case)
    if not follow_up.case.is_published:
        raise Refused("公開をやめた事例では、その後のようすをお聞きしていません。")
    if not follow_up.may(Verb.EDIT):
        raise Refused("事務局が確認しているところです。直したいときは、先に取り下げてください。")
    check_not_suspended(user)


def check_can_send_follow_up(user: Person, follow_up: FollowUp) -> None:
    """The author hands the answer to staff."""
    _check_author(user, follow_up.case, "送れるのは、はじめに書いた方だけです。下書きとして保存して、その方に知らせてください。")
    check_can_write_follow_up(user, follow_up)


def check_can_recall_follow_up(user: Person, follow_up: FollowUp) -> None:
    """The author takes back what staff have not published yet."""
    _check_author(user, follow_up.case, "取り下げられるのは、はじめに書いた方だけです。")
    if not follow_up.may(Verb.RECALL):
        raise Refused("確認を待っているものだけ、取り下げられます。")


def check_can_review_follow_up(user: Person, follow_up: FollowUp) -> None:
    """Staff with the reviewer's role publish or return what was sent, never that of their own team."""
    if not user.is_authenticated or not user.has_perm("cases.change_followup"):
        raise Refused("確認できるのは、審査担当の職員です。")
    if follow_up.case.is_team(user):
        raise Refused("自分のチームの事例は、自分では確認できません。ほかの審査担当にお願いしてください。")
    if not follow_up.case.is_published:
        raise Refused("この事例は、公開をやめています。")
    if not follow_up.may(Verb.APPROVE):
        raise Refused("確認を待っているものではありません。")


def check_can_withdraw_follow_up(user: Person, follow_up: FollowUp) -> None:
    """The author or the reviewers take a published answer out of sight at once; the case stays."""
    if not follow_up.is_shown:
        raise Refused("公開しているものだけ、公開をやめられます。")
    is_reviewer = user.is_authenticated and user.is_staff and user.has_perm("cases.change_followup")
    if not follow_up.case.is_author(user) and not is_reviewer:
        raise Refused("公開をやめられるのは、はじめに書いた方と審査担当の職員です。")


def _is_reviewer(user: Person) -> bool:
    return bool(user.is_authenticated and user.is_staff and user.has_perm("cases.change_case"))


def _check_team(user: Person, case: Case) -> None:
    if not case.is_team(user):
        raise Refused("この事例を扱えるのは、書いた方と支援チームだけです。")


def _check_author(user: Person, case: Case, reason: str) -> None:
    """`reason`: for the rest of the team; to others the case does not exist."""
    _check_team(user, case)
    if not case.is_author(user):
        raise Refused(reason)


def check_can_import(user: Person) -> None:
    """Staff who review cases also take in whole lists of them, as drafts of their supporters."""
    if not (user.is_authenticated and user.is_staff and user.has_perm("cases.add_intakefile")):
        raise Refused("事例を取り込めるのは、審査担当の職員です。")
