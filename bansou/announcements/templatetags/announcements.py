"""The banner of base.html."""

from django import template
from django.template.context import Context

from bansou.announcements.banners import Banner, banners_for

register = template.Library()


@register.simple_tag(takes_context=True)
def announcement_banners(context: Context) -> list[Banner]:
    """What staff have to say on every page to whoever looks; nothing on most days, and nothing where there is no request."""
    user = getattr(context.get("request"), "user", None)
    return banners_for(user) if user is not None else []
