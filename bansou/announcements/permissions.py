"""Who announces. Each check returns nothing, or raises Refused with the sentence that the page shows."""

from accounts.audiences import Person
from accounts.refusals import Refused
from bansou.announcements.models import Announcement, State


def check_can_announce(user: Person) -> None:
    """Staff with the right write and send."""
    if not (user.is_authenticated and user.is_staff and user.is_active and user.has_perm("announcements.send_announcement")):
        raise Refused("運営からのお知らせを書いて送れるのは、編集担当の職員です。")


def check_can_change(user: Person, announcement: Announcement) -> None:
    """Only a draft: what is planned is first taken back, and what was sent stands in people's mailboxes."""
    check_can_announce(user)
    if announcement.state == State.PLANNED:
        raise Refused("予約しているお知らせです。予約を取り消すと、書き直せます。")
    if not announcement.is_draft:
        raise Refused("送ったお知らせは、書き直せません。誤りがあったときは、止めてから、新しく書いてください。")


def check_can_take_back(user: Person, announcement: Announcement) -> None:
    """Only before it is sent."""
    check_can_announce(user)
    if announcement.state != State.PLANNED:
        raise Refused("予約中のお知らせではありません。")


def check_can_stop(user: Person, announcement: Announcement) -> None:
    """Only what was sent, once."""
    check_can_announce(user)
    if announcement.sent_at is None:
        raise Refused("まだ送っていないお知らせです。")
    if announcement.stopped_at is not None:
        raise Refused("もう止めてあるお知らせです。")
