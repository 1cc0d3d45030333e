"""The banner of base.html, and the newest announcements for the first page."""

from django import template
from django.db.models import QuerySet
from django.template.context import Context

from accounts.models import User
from bansou.announcements.banners import Banner, banners_for
from bansou.announcements.models import Announcement
from bansou.lists.prepared import PreparedRead

register = template.Library()


@register.simple_tag(takes_context=True)
def announcement_banners(context: Context) -> list[Banner]:
    """What staff have to say on every page to whoever looks; nothing on most days, and nothing where there is no request."""
    user = getattr(context.get("request"), "user", None)
    return banners_for(user) if user is not None else []


#: What the first page names.
_NEWEST = 3


@register.inclusion_tag("announcements/newest.html", takes_context=True)
def newest_announcements(context: Context) -> dict[str, list[Announcement]]:
    """The newest ones for whoever looks. One query; to be remembered for visitors alone, as others have circles of their own."""
    user = getattr(context.get("request"), "user", None)
    if user is None:
        return {"announcements": []}
    if user.is_authenticated:
        return {"announcements": _newest_for(person=user.pk)}
    return {"announcements": list(Announcement.objects.visible_to(user).recent(_NEWEST))}


def _newest_of(person: int) -> QuerySet[Announcement]:
    return Announcement.objects.visible_to(User.of_key(person)).recent(_NEWEST)


_newest_for = PreparedRead(_newest_of)
