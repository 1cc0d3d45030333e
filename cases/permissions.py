"""Who may do what with a case. Each check returns nothing, or raises Refused with the sentence that the page shows."""

from accounts.audiences import Person
from accounts.refusals import Refused
from cases.models import Case
from cases.statuses import OWNER, TRANSITIONS, VERB_HANDS, Hand, Verb
from cases.vocabularies import Disclosure

#: What a case needs before staff look at it, with the name of its field in the form.
NEEDED: tuple[tuple[str, str], ...] = (
    ("title", "題名"),
    ("summary", "一文で言うと"),
    ("display_name", "会社の呼び名"),
    ("industry", "業種"),
    ("area", "地域"),
    ("employee_band", "従業員規模"),
    ("support_started", "支援を始めた月"),
    ("meetings_count", "面談の回数"),
    ("support_format", "支援の形"),
    ("trigger", "支援のきっかけ"),
    ("first_request", "当初の相談"),
    ("situation_before", "支援前の状況"),
    ("real_issue", "本質的な課題"),
)


def missing_for_review(case: Case) -> list[tuple[str, str]]:
    """What is still empty: (name of the form's field, its label). `case` holds the version to be sent."""
    missing = [(name, label) for name, label in NEEDED if not getattr(case, name)]
    if not case.walls.all():
        missing.append(("walls", "立ちはだかった壁（一つ以上）"))
    if not case.first_themes.all():
        missing.append(("first_themes", "当初の相談のテーマ（一つ以上）"))
    if not case.episodes.all():
        missing.append(("episodes-0-question", "対話の記録（一つ以上）"))
    return missing


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
