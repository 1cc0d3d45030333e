"""The banner on top of every page. Most days there is none, so a page must not ask for it."""

import datetime
from dataclasses import dataclass

from django.core.cache import caches
from django.utils import timezone

from accounts.audiences import Person
from accounts.models import User
from bansou.announcements.models import Announcement

#: Seconds after which a process looks anew: so late may a banner begin on other processes' pages, or go where it was stopped.
REMEMBERED_SECONDS = 30
#: More than these are no longer read.
BANNERS_MAX = 2
REMEMBERED_AS = "announcement-banners"


@dataclass(frozen=True)
class Banner:
    """What the banner of an announcement shows, and who sees it."""

    pk: int
    title: str
    address: str
    until: datetime.datetime
    for_visitors: bool


def banners_for(user: Person) -> list[Banner]:
    """Those that the person sees now. Asks the database nothing for visitors, one thing for the signed-in and only while there is one."""
    now = timezone.now()
    current = [banner for banner in _remembered(now) if banner.until > now]
    if not user.is_authenticated:
        return [banner for banner in current if banner.for_visitors][:BANNERS_MAX]
    if not current:
        return []
    seen = _seen_by(user, [banner.pk for banner in current])
    return [banner for banner in current if banner.pk in seen][:BANNERS_MAX]


def _seen_by(user: User, numbers: list[int]) -> set[int]:
    announcements = Announcement.objects.filter(pk__in=numbers).visible_to(user).not_put_aside_by(user)
    return set(announcements.values_list("pk", flat=True))


def _remembered(now: datetime.datetime) -> list[Banner]:
    moments = caches["moments"]
    banners: list[Banner] | None = moments.get(REMEMBERED_AS)
    if banners is None:
        banners = [
            Banner(found.pk, found.title, found.get_absolute_url(), found.banner_until, found.for_visitors)
            for found in Announcement.objects.with_banner(now).only("title", "banner_until", "for_visitors")
            if found.banner_until is not None
        ]
        moments.set(REMEMBERED_AS, banners, REMEMBERED_SECONDS)
    return banners


def forget_banners() -> None:
    """After a change: this process shows it with its next page."""
    caches["moments"].delete(REMEMBERED_AS)
