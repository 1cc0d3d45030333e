"""Who may do what with a case. Each check returns nothing, or raises Refused with the sentence that the page shows."""

from collections.abc import Iterator
from typing import NamedTuple

from django.db import models

from accounts.audiences import Person
from accounts.refusals import Refused
from cases.limits import EPISODES_AT_LEAST
from cases.models import Case
from cases.record import Step, step_of
from cases.statuses import OWNER, TRANSITIONS, VERB_HANDS, Hand, Verb
from cases.vocabularies import Disclosure


class Need(models.TextChoices):
    """What something is needed for."""

    SUBMIT = "submit", "審査に出すまでに"
    PUBLISH = "publish", "公開までに"


class Missing(NamedTuple):
    """Something that is not written yet: the field or the kind of rows, the step of the form that asks for it, its words."""

    field: str
    step: Step
    words: str
    need: Need


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
#: Of these one is enough.
_REFLECTIONS = ("went_well", "went_badly", "next_time", "hesitated")


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
    return bool(value.all()) if name.endswith("_themes") else bool(value)


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
        raise Refused("事例を書けるのは、所属を確認した支援者の方です。所属の確認は、お問い合わせから申し込めます。")


def check_can_see_draft(user: Person, case: Case) -> None:
    """The team sees its own drafts; staff see what was handed to them."""
    if case.is_team(user) or (user.is_staff and OWNER[case.status] == Hand.STAFF):
        return
    raise Refused("この事例は、書いた方だけが見られます。")


def check_can_edit(user: Person, case: Case) -> None:
    """The team edits while the case is in its hands."""
    _check_team(user, case)
    if Verb.EDIT not in TRANSITIONS[case.status]:
        raise Refused("審査中は編集できません。直したいときは、先に提出を取り消してください。")


def check_can_submit(user: Person, case: Case) -> None:
    """The team submits a complete case that is meant to be read. `case` holds the version to be sent."""
    _check_team(user, case)
    check_can_write(user)
    if Verb.SUBMIT not in TRANSITIONS[case.status]:
        raise Refused("審査に出す新しい版がありません。")
    if case.disclosure == Disclosure.DRAFT:
        raise Refused("「公開しない」を選んでいます。公開するときは、公開のしかたを変えてください。")
    if case.disclosure == Disclosure.NAMED:
        raise Refused("実名での公開は、会社の同意を記録する機能ができるまでお待ちください。匿名公開か会員限定を選べます。")
    missing = missing_for_review(case)
    if missing:
        raise Refused(f"まだ書いていない項目が{len(missing)}つあります。")


def check_can_recall(user: Person, case: Case) -> None:
    """The team takes back what it submitted."""
    _check_team(user, case)
    if Verb.RECALL not in TRANSITIONS[case.status]:
        raise Refused("審査中の事例だけ、提出を取り消せます。")


def check_can_review(user: Person, case: Case) -> None:
    """Staff with the reviewer's role approve or return what is in their hands, never their own."""
    if case.is_team(user):
        raise Refused("自分が書いた事例は、自分では審査できません。ほかの審査担当にお願いしてください。")
    if OWNER[case.status] != Hand.STAFF:
        raise Refused("この事例は、いま審査中ではありません。")
    task = case.current_workflow_task
    if task is None or not task.user_can_access_editor(case, user):
        raise Refused("審査できるのは、審査担当の職員です。")


def check_can_withdraw(user: Person, case: Case) -> None:
    """The team or staff take a published case out of sight at once."""
    if Verb.WITHDRAW not in TRANSITIONS[case.status]:
        raise Refused("公開している事例だけ、公開をやめられます。")
    if not case.is_team(user) and not (user.is_authenticated and user.is_staff and Hand.STAFF in VERB_HANDS[Verb.WITHDRAW]):
        raise Refused("公開をやめられるのは、書いた方と事務局です。")


def _check_team(user: Person, case: Case) -> None:
    if not case.is_team(user):
        raise Refused("この事例を扱えるのは、書いた方だけです。")


def check_can_import(user: Person) -> None:
    """Staff who review cases also take in whole lists of them, as drafts of their supporters."""
    if not (user.is_authenticated and user.is_staff and user.has_perm("cases.add_intakefile")):
        raise Refused("事例を取り込めるのは、審査担当の職員です。")
