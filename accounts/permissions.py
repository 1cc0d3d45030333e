"""Who may ask for a belonging and who decides it, each refusing with its reason."""

from accounts.models import BelongingRequest, Membership, Organisation, User
from accounts.refusals import Refused


def check_can_ask(user: User, organisation: Organisation | None) -> None:
    """Raise Refused unless the person may ask to belong there: one request at a time, and not where he belongs already."""
    if BelongingRequest.objects.waiting().filter(user=user).exists():
        raise Refused("確認待ちの申し込みがあります。別の支援機関に申し込むときは、先にその申し込みを取り下げてください。")
    if organisation is None:
        return
    if not organisation.is_verified:
        raise Refused("この支援機関には、まだ申し込めません。名称で探しなおしてください。")
    if user.membership is not None and user.membership.organisation_id == organisation.pk and user.membership.confirmed_at:
        raise Refused("この支援機関への所属は、確認済みです。")


def check_can_decide(by: User, request: BelongingRequest) -> None:
    """Raise Refused unless the member of staff may decide the request: it waits, and it is somebody else's."""
    if not by.has_perm("accounts.change_belongingrequest"):
        raise Refused("所属を確認するのは、登録担当です。")
    if request.user_id == by.pk:
        raise Refused("ご自分の申し込みは、ほかの職員が確認します。")
    if not request.is_waiting:
        raise Refused(f"この申し込みは、「{request.get_state_display()}」になっています。")


def check_can_end(by: User, membership: Membership) -> None:
    """Raise Refused unless the member of staff may end the belonging."""
    if not by.has_perm("accounts.change_membership"):
        raise Refused("所属を終えるのは、登録担当です。")
    if membership.ended_at is not None:
        raise Refused("この所属は、もう終わっています。")
