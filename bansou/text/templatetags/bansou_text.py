"""Filters and tags that every template may use (they are built-ins)."""

import datetime

from django import template
from django.http import QueryDict
from django.template.context import RequestContext
from django.utils import timezone
from django.utils.html import conditional_escape, format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

_MINUTE, _HOUR, _DAY = 60, 3600, 86400


@register.filter
def date_ja(value: datetime.date | datetime.datetime | None) -> str:
    """2026年11月22日; "" for None."""
    if value is None or value == "":
        return ""
    if isinstance(value, datetime.datetime):
        value = timezone.localtime(value).date()
    return f"{value.year}年{value.month}月{value.day}日"


@register.filter
def month_ja(value: datetime.date | None) -> str:
    """2026年11月; "" for None."""
    return f"{value.year}年{value.month}月" if value else ""


@register.filter
def datetime_ja(value: datetime.datetime | None) -> str:
    """2026年11月22日 9:05; "" for None."""
    if value is None or value == "":
        return ""
    local = timezone.localtime(value)
    return f"{date_ja(local)} {local.hour}:{local.minute:02}"


@register.filter
def since_ja(value: datetime.datetime | None) -> str:
    """たった今, 5分前, 3時間前, 6日前; older than a week the date."""
    if value is None or value == "":
        return ""
    seconds = (timezone.now() - value).total_seconds()
    if seconds < _MINUTE:
        return "たった今"
    if seconds < _HOUR:
        return f"{int(seconds // _MINUTE)}分前"
    if seconds < _DAY:
        return f"{int(seconds // _HOUR)}時間前"
    if seconds < 7 * _DAY:
        return f"{int(seconds // _DAY)}日前"
    return date_ja(value)


@register.filter
def paragraphs(value: str | None) -> SafeString:
    """Plain text as HTML: an empty line parts paragraphs, a newline breaks the line. Everything is escaped."""
    blocks = [block.strip("\n") for block in str(value or "").split("\n\n")]
    return format_html_join(
        "\n",
        "<p>{}</p>",
        ((mark_safe("<br>".join(conditional_escape(line) for line in block.split("\n"))),) for block in blocks if block),  # noqa: S308 - each line is escaped
    )


@register.filter
def line_paragraphs(value: str | None) -> SafeString:
    """Plain text as HTML, each line a paragraph: for stories, in which people begin a new line where a book begins a paragraph."""
    lines = (line.strip() for line in str(value or "").splitlines())
    return format_html_join("\n", "<p>{}</p>", ((line,) for line in lines if line))


@register.filter
def compact_number(value: int | None) -> str:
    """12,345 up to 9,999; from ten thousand 1.2万."""
    number = int(value or 0)
    return f"{number:,}" if number < 10_000 else f"{number / 10_000:.1f}万".replace(".0万", "万")


@register.simple_tag(takes_context=True)
def query_with(context: RequestContext, **changes: object) -> str:
    """The address's query string with some keys changed; None or "" removes a key. Keeps the order, begins with "?"."""
    query: QueryDict = context["request"].GET.copy()
    for key in ("after", "before"):  # another filter begins at the first page
        query.pop(key, None)
    for key, value in changes.items():
        if value in (None, ""):
            query.pop(key, None)
        else:
            query[key] = str(value)
    return f"?{query.urlencode()}"
