"""Who may practise, and who decides what is practised on. Each check returns nothing, or raises Refused with the sentence that the page shows."""

from accounts.audiences import Person
from accounts.refusals import Refused
from bansou.moderation.permissions import check_not_suspended, keeps_order
from bansou.school.models import ReadingAnswer
from cases.models import Case


def check_can_answer(user: Person) -> None:
    """Whoever is signed in keeps what he would have asked."""
    if not user.is_authenticated:
        raise Refused("書いたものを残すには、ログインしてください。")
    check_not_suspended(user)


def check_can_change_answer(user: Person, answer: ReadingAnswer) -> None:
    """Writers change and take back their own; a hidden one stays as it was hidden."""
    if not answer.is_by(user):
        raise Refused("ほかの人の問いかけは直せません。")
    if answer.is_hidden:
        raise Refused("運営が非表示にした問いかけは直せません。お心当たりがないときは、お問い合わせください。")
    check_not_suspended(user)


def check_can_propose_stop(user: Person, case: Case) -> None:
    """The people who wrote a published case propose a dialogue of it; staff decide."""
    if not (case.is_published and case.is_team(user)):
        raise Refused("演習の場面を提案できるのは、公開した事例を書いた方です。")
    check_not_suspended(user)


def check_can_hide_answer(user: Person) -> None:
    """Staff who keep order."""
    if not keeps_order(user):
        raise Refused("演習の問いかけを非表示にしたり、表示に戻したりできるのは、見守り担当の職員だけです。")


def check_can_keep_stops(user: Person) -> None:
    """Editors choose the dialogues."""
    if not (user.is_authenticated and user.is_staff and user.has_perm("school.change_readingstop")):
        raise Refused("演習の場面を決められるのは、編集担当の職員です。")
