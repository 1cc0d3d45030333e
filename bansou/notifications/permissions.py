"""What a person may choose, and why not."""

from accounts.refusals import Refused
from bansou.notifications.unsubscribing import can_be_stopped


def check_can_be_stopped(what: str) -> None:
    """Raise Refused for mails that nobody can go without."""
    if not can_be_stopped(what):
        raise Refused("このメールは、止められません。大切なことのお知らせのためです。")
