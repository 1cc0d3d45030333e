"""Walks through the site as a visitor does, over every link, from home and from the sitemap."""

import html
import json
import re
from collections import deque
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.conf import settings
from django.test import Client

_LINK = re.compile(r"<a\b([^>]*)>", re.DOTALL)
_ATTRIBUTE = re.compile(r'\b([a-z:-]+)="([^"]*)"')
_META = re.compile(r"<(?:meta|link)\b([^>]*)>", re.DOTALL)
_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
_ID = re.compile(r'\bid="([^"]+)"')
_NOT_PAGES = ("/static/", "/media/", "/feeds/", "/documents/", "/api/")


@dataclass(frozen=True)
class Link:
    """A link as it stands on a page."""

    page: str
    target: str


@dataclass
class Seen:
    """A page that answered, and what stands in it."""

    address: str
    status: int
    text: str = ""
    #: Where it sends the reader, if it does.
    leads_to: str = ""
    links: list[Link] = field(default_factory=list)

    @property
    def title(self) -> str:
        """What stands in the tab of the browser."""
        found = _TITLE.search(self.text)
        return html.unescape(found.group(1)) if found else ""

    @property
    def head(self) -> dict[str, str]:
        """The page's meta elements by name or property, and its canonical address."""
        values = {}
        for element in _META.findall(self.text):
            attributes = {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(element)}
            name = attributes.get("name") or attributes.get("property")
            if name:
                values[name] = attributes.get("content", "")
            elif attributes.get("rel") == "canonical":
                values["canonical"] = attributes["href"]
        return values

    @property
    def data(self) -> list[dict[str, Any]]:
        """What the page tells machines. ValueError where it is no JSON."""
        return [json.loads(block) for block in _DATA.findall(self.text)]

    @property
    def ids(self) -> set[str]:
        """The places in the page that a link may lead to."""
        return set(_ID.findall(self.text))

    @property
    def is_to_be_found(self) -> bool:
        """Whether search engines shall name it."""
        return self.status == 200 and bool(self.text) and "noindex" not in self.head.get("robots", "")


@dataclass
class Crawl:
    """All that a visitor reaches."""

    sitemap: set[str]
    pages: dict[str, Seen] = field(default_factory=dict)
    outer: set[Link] = field(default_factory=set)

    @property
    def links(self) -> list[Link]:
        """Every link of every page to another one of the site."""
        return [link for page in self.pages.values() for link in page.links]

    @property
    def reached(self) -> set[str]:
        """Addresses of pages, without conditions, that some other page leads to and that search engines shall name."""
        linked = {_path(link.target) for link in self.links}
        return {path for path in linked if (page := self.pages.get(path)) and page.is_to_be_found and not urlsplit(path).query}


def crawl(client: Client) -> Crawl:
    """Open every page once. Of an address with conditions one for each set of their names is enough: there are endless many."""
    sitemap = {urlsplit(place).path for place in re.findall(r"<loc>([^<]+)</loc>", client.get("/sitemap.xml").content.decode())}
    found = Crawl(sitemap=sitemap)
    waiting = deque(["/", *sorted(sitemap)])
    known = {_kind(address) for address in waiting}
    while waiting:
        address = waiting.popleft()
        page = found.pages[address] = _open(client, address, found.outer)
        for link in page.links:
            for target in {_path(link.target), link.target.partition("#")[0]}:
                if _kind(target) not in known and _is_page(target):
                    known.add(_kind(target))
                    waiting.append(target)
        if page.leads_to and page.leads_to.startswith("/") and _kind(page.leads_to) not in known:
            known.add(_kind(page.leads_to))
            waiting.append(page.leads_to)
    return found


def _open(client: Client, address: str, outer: set[Link]) -> Seen:
    response = client.get(address)
    if response.status_code in (301, 302):
        return Seen(address, response.status_code, leads_to=response.url)
    if not response.headers["Content-Type"].startswith("text/html"):
        return Seen(address, response.status_code)
    page = Seen(address, response.status_code, response.content.decode())
    for element in _LINK.findall(page.text):
        target = html.unescape(dict(_ATTRIBUTE.findall(element)).get("href", ""))
        if not target or target.startswith(("mailto:", "tel:")):
            continue
        whole = urljoin(f"{settings.BASE_URL}{address}", target)
        if whole.startswith(f"{settings.BASE_URL}/"):
            page.links.append(Link(address, whole.removeprefix(settings.BASE_URL)))
        else:
            outer.add(Link(address, target))
    return page


def _is_page(address: str) -> bool:
    """Whether it is opened. Of conditions that combine there are endless many: an address with two of them is left alone."""
    return not address.startswith(_NOT_PAGES) and len(_kind(address)[1]) < 2


def _path(address: str) -> str:
    return urlsplit(address).path


def _kind(address: str) -> tuple[str, frozenset[str]]:
    """What two addresses have in common of which one is enough: without a condition each is its own; with one, all pages of a type are alike."""
    parts = urlsplit(address)
    names = frozenset(name for name, _ in parse_qsl(parts.query, keep_blank_values=True))
    return (re.sub(r"\d+", "0", parts.path), names) if names else (parts.path, names)
