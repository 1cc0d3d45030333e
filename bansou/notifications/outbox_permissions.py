"""Who decides what becomes of mails that could not be sent."""

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from accounts.refusals import Refused


def check_can_decide_on_dead_mails(user: User | AnonymousUser) -> None:
    """Staff whose role has it. Raises Refused."""
    if not user.has_perm("notifications.change_outgoingmail"):
        raise Refused("送れなかったメールの扱いは、登録担当が決めます。")
