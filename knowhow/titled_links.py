"""Plain addresses of our own cases and topics, shown by the title of what stands there, as far as the reader may see it.

Asked when a page is read: a title changes, a case is withdrawn, and what one reader may open another may not.
"""

import re
from collections.abc import Iterable, Mapping

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from accounts.audiences import Person
from cases.models import Case
from knowhow.models import Topic

#: Titles by the kind of address and the number in it.
Titles = Mapping[tuple[str, int], str]

_CASES, _TOPICS = "cases", "knowhow/topics"
_LABELS = {_CASES: "事例", _TOPICS: "広場"}


def titles_for(reader: Person, texts: Iterable[str]) -> Titles:
    """The titles of all that the rendered texts link to by a plain address and the reader may find in lists. At most two queries."""
    link = _link()
    named = {(match["kind"], int(match["key"])) for text in texts for match in link.finditer(text)}
    titles: dict[tuple[str, int], str] = {}
    for kind, rows in (
        (_CASES, Case.objects.visible_to(reader)),
        (_TOPICS, Topic.objects.listed_for(reader).filter(hidden_at=None)),
    ):
        keys = [key for named_kind, key in named if named_kind == kind]
        if keys:
            titles |= {(kind, key): title for key, title in rows.filter(pk__in=keys).values_list("pk", "title")}
    return titles


def with_titles(html: str, titles: Titles) -> SafeString:
    """The rendered text with a title in place of each plain address that has one; all other links stay as they are."""

    def titled(link: re.Match[str]) -> str:
        title = titles.get((link["kind"], int(link["key"])))
        if title is None:
            return link.group()
        return format_html(
            '<a class="titled-link" href="{}"><span class="titled-link__kind">{}</span>{}</a>',
            mark_safe(link["path"]),  # noqa: S308 - as it stands in the rendered text
            _LABELS[link["kind"]],
            title,
        )

    return mark_safe(_link().sub(titled, html))  # noqa: S308 - it was safe, and the titles are escaped


def _link() -> re.Pattern[str]:
    """A link of a rendered text whose words are its address, on this site."""
    base = re.escape(settings.BASE_URL)
    path = rf"(?P<path>/(?P<kind>{_CASES}|{_TOPICS})/(?P<key>[1-9][0-9]{{0,17}})/(?:[?#][^\"<> ]*)?)"
    return re.compile(rf'<a href="{base}{path}"[^<>]*>{base}(?P=path)</a>')
