"""Who keeps order, and whom it binds. Each check returns nothing, or raises Refused with the sentence that the page shows."""

from accounts.audiences import Person
from accounts.refusals import Refused
from bansou.moderation.models import Suspension

_ASKED = "_suspension_in_force"


def check_not_suspended(user: Person) -> None:
    """Whoever is suspended reads, and writes nothing. `check_limit` asks this of every write; pages ask it to show the reason.

    Asked of the database once for each `user` object, which lives as long as a request: a page asks it of each of fifty posts.
    """
    if user.is_staff:
        return  # who keeps order is bound by his roles
    if not hasattr(user, _ASKED):
        setattr(user, _ASKED, Suspension.objects.of(user))
    if (suspension := getattr(user, _ASKED)) is not None:
        raise Refused(
            f"いまは投稿できません（{suspension.term}）。理由：{suspension.reason}"
            " ご意見は、マイページの「運営からの連絡」からお寄せください。"
        )


def keeps_order(user: Person) -> bool:
    """Whether the person is of those staff who decide about what people wrote: the right to the queue is the right to its acts."""
    return bool(user.is_authenticated and user.is_staff and user.has_perm("moderation.change_report"))


def check_can_keep_queue(user: Person) -> None:
    """Staff who keep order decide about reports and first posts."""
    if not keeps_order(user):
        raise Refused("通報を扱えるのは、見守り担当の職員です。")


def check_can_suspend(user: Person) -> None:
    """Staff with the right to suspend."""
    if not (user.is_authenticated and user.is_staff and user.has_perm("moderation.add_suspension")):
        raise Refused("投稿を止められるのは、見守り担当の職員です。")
