"""Every write of this room: writing, trying, planning, sending and stopping an announcement; putting a banner aside."""

import datetime
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.refusals import Refused
from bansou.announcements.banners import forget_banners
from bansou.announcements.models import Announcement, PutAside
from bansou.announcements.permissions import check_can_announce, check_can_change, check_can_stop, check_can_take_back
from bansou.announcements.tellers import ANNOUNCEMENT
from bansou.moderation.actions import record_decision
from bansou.moderation.limits import check_limit
from bansou.notifications.actions import send_letter, tell
from bansou.text.markdown import render


@transaction.atomic
def write_announcement(
    *, by: User, announcement: Announcement | None = None, title: str, text: str, circle: str, blocks: Collection[str] = (),
    by_mail: bool = True, banner_until: datetime.datetime | None = None, for_visitors: bool = False,
) -> Announcement:  # fmt: skip
    """Write a new draft, or the given one anew. Nobody sees it but staff. Raises Refused for what is no draft any more."""
    check_can_announce(by)
    draft = Announcement(made_by=by) if announcement is None else _locked(announcement)
    check_can_change(by, draft)
    draft.title, draft.text, draft.html = title, text, render(text)
    draft.circle, draft.blocks = circle, sorted(blocks)
    draft.by_mail, draft.banner_until, draft.for_visitors = by_mail, banner_until, for_visitors
    draft.save()
    return draft


@transaction.atomic
def try_announcement(*, by: User, announcement: Announcement) -> None:
    """Send its mail to whoever asks, and to nobody else."""
    check_can_announce(by)
    send_letter(to=by, template="announcement", context={"about": announcement, "is_trial": True})


@transaction.atomic
def plan_announcement(*, by: User, announcement: Announcement, at: datetime.datetime | None = None) -> None:
    """Have it sent at this moment, or now. Raises Refused for what is no draft, has a banner that would end before, or reaches nobody."""
    from bansou.announcements.tasks import send_due

    planned = _locked(announcement)
    check_can_change(by, planned)
    now = timezone.now()
    send_at = max(at or now, now)
    if planned.banner_until is not None and planned.banner_until <= send_at:
        raise Refused("ページの上に出す期限が、送る日時より前です。期限を直してください。")
    if not planned.people().exists():
        raise Refused("いま、この宛先に当たる方がいません。宛先を見直してください。")
    planned.send_at = send_at
    planned.save(update_fields=["send_at"])
    record_decision(by=by, target=planned, verb="お知らせの送信を決めた", reason=f"宛先：{planned.addressees}")
    if send_at == now or not send_due.get_backend().supports_defer:
        send_due.enqueue()
    else:
        send_due.using(run_after=send_at).enqueue()


@transaction.atomic
def take_back_announcement(*, by: User, announcement: Announcement) -> None:
    """Make a planned one a draft again. Raises Refused where it was sent meanwhile."""
    planned = _locked(announcement)
    check_can_take_back(by, planned)
    planned.send_at = None
    planned.save(update_fields=["send_at"])
    record_decision(by=by, target=planned, verb="お知らせの送信を取り消した", reason="予約の取り消し")


def send_due_announcements() -> int:
    """Send those whose moment has come; returns how many. For the worker, and each hour for those whose task was lost. Twice is once."""
    sent = 0
    while _send_next():
        sent += 1
    return sent


@transaction.atomic
def _send_next() -> bool:
    announcement = Announcement.objects.due().select_for_update(skip_locked=True).order_by("send_at", "pk").first()
    if announcement is None:
        return False
    announcement.sent_at = timezone.now()
    announcement.sent_at = timezone.now()
    announcement.save(update_fields=["sent_at"])
    announcement.occurrence = tell(ANNOUNCEMENT, target_id=announcement.pk, thread=announcement.thread)
    announcement.save(update_fields=["occurrence"])
    transaction.on_commit(forget_banners)
    return True


@transaction.atomic
def stop_announcement(*, by: User, announcement: Announcement, reason: str) -> None:
    """Take it out of sight: page, inbox and banner at once, and mails that have not left yet never leave. Raises Refused for what was not sent."""
    stopped = _locked(announcement)
    check_can_stop(by, stopped)
    stopped.stopped_at = timezone.now()
    stopped.save(update_fields=["stopped_at"])
    record_decision(by=by, target=stopped, verb="お知らせを止めた", reason=reason)
    transaction.on_commit(forget_banners)


@transaction.atomic
def put_aside(*, by: User, announcement: Announcement) -> None:
    """The person has seen the banner. Twice is once."""
    PutAside.objects.get_or_create(person=by, announcement=announcement)
    check_limit(by, "put_aside")


def _locked(announcement: Announcement) -> Announcement:
    return Announcement.objects.select_for_update(of=("self",)).select_related("occurrence").get(pk=announcement.pk)
