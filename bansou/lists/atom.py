"""Atom feeds (RFC 4287): what everybody may read, for the feed readers of those who follow it there."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

#: Entries of a feed, the newest.
ENTRIES_MAX = 20
CONTENT_TYPE = "application/atom+xml; charset=utf-8"
#: What an empty feed says of its last change: the same at every visit.
_BEGINNING = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
#: Characters that no XML document may hold.
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing in a feed. `name` is its name for good (「cases/12」), `address` its page, `html` its whole text, already safe."""

    name: str
    title: str
    address: str
    author: str
    published: datetime.datetime
    updated: datetime.datetime
    html: str
    summary: str = ""
    categories: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class Feed:
    """A feed: `name` for good, `address` its own, `page` that of the page which shows the same."""

    name: str
    title: str
    address: str
    page: str
    entries: Sequence[Entry]

    @property
    def updated(self) -> datetime.datetime:
        """When something in it last changed."""
        return max((entry.updated for entry in self.entries), default=_BEGINNING)

    def as_xml(self) -> bytes:
        """The document."""
        feed = _AtomFeed(
            title=_plain(self.title),
            link=settings.BASE_URL + self.page,
            description="",
            language="ja",
            author_name=settings.WAGTAIL_SITE_NAME,
            feed_url=settings.BASE_URL + self.address,
            feed_guid=_tag(self.name),
            updated=self.updated,
        )
        for entry in self.entries:
            feed.add_item(
                title=_plain(entry.title),
                link=settings.BASE_URL + entry.address,
                description=escape(_plain(entry.summary)),
                author_name=_plain(entry.author),
                pubdate=entry.published,
                updateddate=entry.updated,
                unique_id=_tag(entry.name),
                categories=[_plain(category) for category in entry.categories],
                html=_plain(entry.html),
            )
        return feed.writeString("utf-8").encode()


class _AtomFeed(Atom1Feed):
    """Django's writer, with whole texts, whose links may be relative to the site."""

    def root_attributes(self) -> dict[str, str]:
        return super().root_attributes() | {"xml:base": f"{settings.BASE_URL}/"}

    def latest_post_date(self) -> datetime.datetime:
        updated: datetime.datetime = self.feed["updated"]
        return updated

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        item["description"] = item["description"] or None  # no summary is none, not an empty one
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["html"], {"type": "html"})


def _tag(name: str) -> str:
    """The thing's name for good (RFC 4151): it stays when addresses change."""
    return f"tag:{urlsplit(settings.BASE_URL).hostname},2026:{name}"


def _plain(text: str) -> str:
    return _NOT_IN_XML.sub("", text)
