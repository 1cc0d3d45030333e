"""The banner of base.html, and the newest announcements for the first page."""

from django import template
from django.template.context import Context

from bansou.announcements.banners import Banner, banners_for
from bansou.announcements.models import Announcement

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
    return {"announcements": Announcement.objects.visible_to(user).recent(_NEWEST) if user is not None else []}
