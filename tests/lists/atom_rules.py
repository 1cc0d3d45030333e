"""The rules of RFC 4287 that a feed validator holds a feed to, as far as our feeds come near them."""

import re
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

ATOM = "{http://www.w3.org/2005/Atom}"
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_OF_FEED = {
    "author",
    "category",
    "contributor",
    "generator",
    "icon",
    "id",
    "link",
    "logo",
    "rights",
    "subtitle",
    "title",
    "updated",
    "entry",
}
_OF_ENTRY = {
    "author",
    "category",
    "content",
    "contributor",
    "id",
    "link",
    "published",
    "rights",
    "source",
    "summary",
    "title",
    "updated",
}
_AT_MOST_ONE = {
    "content",
    "id",
    "published",
    "rights",
    "source",
    "summary",
    "title",
    "updated",
    "generator",
    "icon",
    "logo",
    "subtitle",
}


def parsed(xml: bytes) -> Element:
    """The feed, after a look at every rule. AssertionError names the one that is broken."""
    feed = fromstring(xml.decode())
    assert feed.tag == f"{ATOM}feed", "4.1.1: the document is a feed"
    _check_container(feed, _OF_FEED)
    assert _links(feed, "self"), "4.1.1: a feed should link to itself"
    entries = feed.findall(f"{ATOM}entry")
    for entry in entries:
        _check_container(entry, _OF_ENTRY)
        assert entry.find(f"{ATOM}author") is not None or feed.find(f"{ATOM}author") is not None, "4.1.2: an entry has an author"
        content = entry.find(f"{ATOM}content")
        assert content is not None or _links(entry, "alternate"), "4.1.2: an entry has content or an alternate link"
        if content is not None:
            assert content.get("type", "text") in {"text", "html", "xhtml"}, "4.1.3: type of content"
            assert not len(content), "4.1.3.3: html content has no child elements"
        assert _text(entry, "published") <= _text(entry, "updated"), "an entry changes after it is published"
    identities = [_text(entry, "id") for entry in entries]
    assert len(identities) == len(set(identities)), "4.1.1: no two entries of a feed share an id"
    assert not entries or _text(feed, "updated") == max(_text(entry, "updated") for entry in entries)
    return feed


def _check_container(element: Element, known: set[str]) -> None:
    names = [child.tag.removeprefix(ATOM) for child in element]
    assert set(names) <= known, f"unknown elements: {set(names) - known}"
    for name in ("id", "title", "updated"):
        assert names.count(name) == 1, f"4.1: exactly one {name}"
    for name in _AT_MOST_ONE:
        assert names.count(name) <= 1, f"4.1: at most one {name}"
    assert _text(element, "title"), "a title says something"
    assert re.fullmatch(r"[a-z][a-z0-9+.-]*:\S+", _text(element, "id")), "4.2.6: an id is an absolute IRI"
    for name in ("updated", "published"):
        if name in names:
            assert _MOMENT.fullmatch(_text(element, name)), "3.3: a moment as in RFC 3339"
    for person in element.findall(f"{ATOM}author"):
        assert _text(person, "name"), "3.2.1: a person has a name"
    for category in element.findall(f"{ATOM}category"):
        assert category.get("term"), "4.2.2: a category has a term"
    for link in element.findall(f"{ATOM}link"):
        assert urlsplit(link.get("href", "")).scheme in {"http", "https"}, "4.2.7: a link leads somewhere, whoever republishes it"
    alternates = [(link.get("type"), link.get("hreflang")) for link in _links(element, "alternate")]
    assert len(alternates) == len(set(alternates)), "4.1: one alternate of a type and language"


def _links(element: Element, relation: str) -> list[Element]:
    return [link for link in element.findall(f"{ATOM}link") if link.get("rel", "alternate") == relation]


def _text(element: Element, name: str) -> str:
    found = element.find(f"{ATOM}{name}")
    return (found.text or "").strip() if found is not None else ""


def entries_of(xml: bytes) -> list[dict[str, str]]:
    """The entries of a feed that keeps the rules, as plain words; `link` is the address of its page."""
    return [
        {child.tag.removeprefix(ATOM): (child.text or "").strip() for child in entry}
        | {"link": _links(entry, "alternate")[0].get("href", ""), "author": entry.findtext(f"{ATOM}author/{ATOM}name", "")}
        for entry in parsed(xml).findall(f"{ATOM}entry")
    ]
