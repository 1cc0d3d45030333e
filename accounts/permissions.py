"""Who may end whose account. Each check returns nothing, or raises Refused with the sentence that the page shows."""

from accounts.models import User
from accounts.refusals import Refused


def check_can_close(user: User) -> None:
    """Everybody leaves when he wants to; staff give their roles back first, so that no desk is left without its person."""
    if user.is_staff:
        raise Refused("事務局の役割がある間は、退会できません。先に、ほかの職員に役割を外してもらってください。")


def check_can_reopen(by: User) -> None:
    """Staff who keep the register of people."""
    if not by.has_perm("accounts.change_closing"):
        raise Refused("退会を取り消せるのは、登録担当の職員です。")
