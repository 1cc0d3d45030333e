"""What a person may choose, what staff may see of mails, and why not."""

from accounts.audiences import Person
from accounts.refusals import Refused
from bansou.notifications.events import Mail, teller_of
from bansou.notifications.unsubscribing import can_be_stopped


def check_can_be_stopped(what: str) -> None:
    """Raise Refused for mails that nobody can go without."""
    if not can_be_stopped(what):
        raise Refused("このメールは、止められません。大切なことのお知らせのためです。")


def check_can_see_digests(user: Person) -> None:
    """Staff who keep the contents see how many digests left, and send one to themselves."""
    if not (user.is_authenticated and user.is_staff and user.has_perm("notifications.view_digestperiod")):
        raise Refused("まとめのメールを見られるのは、編集担当の職員です。")


def check_can_be_chosen(name: str, way: Mail) -> None:
    """Raise Refused where the event has no such way. KeyError for an event that no room tells."""
    if way not in teller_of(name).event.choices:
        raise Refused("この受け取り方は選べません。画面を開きなおして、もう一度選んでください。")
