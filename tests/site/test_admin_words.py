"""No English on the pages of the admin that staff use: every pattern is opened by the first role that may, and what it says is read.

Words that scripts add come from the catalogue of tests/site/test_translations.py; the browser tests read some of them on the screen.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.http import HttpResponseBase
from django.test import Client

from accounts.models import User
from tests.site.matrix import Pattern, patterns
from tests.site.test_addresses import addresses  # noqa: F401 - a fixture
from tests.site.test_matrix import address_of, askers  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db

#: Those with the fewest rights first: what they open is what most of staff see.
STAFF = ("editor", "reviewer", "moderator", "registrar", "owner")
AT_MOST = 0.02
#: Pages that no menu leads to: roles are code, there is one site, tokens are not used; a page that breaks by intention, one for programs, the way out.
UNUSED = re.compile(
    r"^(wagtailusers_groups|wagtailsites|wagtailadmin_api|wagtailadmin_error_test|wagtailadmin_javascript|wagtailadmin_logout|wagtailembeds|api_tokens)"
)
#: Pages that Wagtail makes alike for every list: those of one room stand for all.
ALIKE, READ_OF = re.compile(r"(_results|:(usage|history|delete|copy))$"), "boards:"

_JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_WORD = re.compile(r"[A-Za-z]{3,}")
#: Names of formats and of things that have no other name, addresses of people and files.
_NAMES = re.compile(
    r"\b(Excel|CSV|XLSX|PDF|JPEG|JPG|PNG|WebP|GIF|AVIF|HTML|URL|JSON|YouTube|Markdown)\b|\S+@\S+|https?://\S+|\S*[/_.]\S*",
    re.IGNORECASE,
)
_SPOKEN = ("aria-label", "title", "alt", "placeholder", "data-w-tooltip-content-value", "data-w-progress-active-value")
_SILENT = frozenset(("script", "style", "svg", "kbd", "code", "samp", "pre"))
_VOID = frozenset(("img", "input", "br", "hr", "meta", "link", "use", "path", "source", "area", "col", "wbr"))
#: Keys under which Wagtail hands words to its scripts.
_SAID = frozenset(
    ("label", "title", "text", "help_text", "helpText", "heading", "description", "placeholder", "strings", "error_name")
)


class _Reader(HTMLParser):
    """What a page says: texts, names of controls, and the words in the data of its scripts."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._silent: list[str] = []
        self._data: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.words += [value for name in _SPOKEN if (value := values.get(name))]
        if tag == "input" and values.get("type") in {"submit", "button", "reset"}:
            self.words.append(values.get("value") or "")
        for name, value in attrs:
            if name.startswith("data-") and value and value.startswith(("{", "[")):
                self.words += _said_in_json(value)
        if tag in _SILENT and tag not in _VOID:
            self._silent.append(tag)
        if tag == "script" and values.get("type") == "application/json":
            self._data = []

    def handle_endtag(self, tag: str) -> None:
        if self._silent and self._silent[-1] == tag:
            self._silent.pop()
        if tag == "script" and self._data is not None:
            self.words += _said_in_json("".join(self._data))
            self._data = None

    def handle_data(self, data: str) -> None:
        if self._data is not None:
            self._data.append(data)
        elif not self._silent:
            self.words.append(data)


def _said_in_json(text: str) -> list[str]:
    try:
        return list(_said(json.loads(text)))
    except json.JSONDecodeError:
        return []


def _said(data: Any, *, is_said: bool = False) -> Iterator[str]:
    match data:
        case dict():
            for key, value in data.items():
                yield from _said(value, is_said=is_said or key in _SAID)
        case list():
            for value in data:
                yield from _said(value, is_said=is_said)
        case str() if is_said:
            yield data


def said_by(html: str) -> set[str]:
    """Each thing that the page says, once, with its spaces made one."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    said = {" ".join(words.split()) for words in reader.words}
    return {words for words in said if words and not words.startswith(("{", "["))}  # or the contents of an editor


def is_english(words: str) -> bool:
    """Whether it has an English word and no Japanese sign. Names of formats and addresses are words of both."""
    return not _JAPANESE.search(words) and bool(_WORD.search(_NAMES.sub("", words)))


def _html_of(answer: HttpResponseBase) -> str:
    """The page, or the page that a script gets inside JSON; "" of anything else."""
    kind = answer.headers.get("Content-Type", "")
    if answer.status_code != 200 or answer.streaming:
        return ""
    if kind.startswith("text/html"):
        return answer.content.decode()  # type: ignore[attr-defined]
    if kind.startswith("application/json"):
        found = json.loads(answer.content)  # type: ignore[attr-defined]
        return str(found.get("html", "")) if isinstance(found, dict) else ""
    return ""


def _pages() -> list[Pattern]:
    ours = [pattern for pattern in patterns() if pattern.route.startswith("admin/") and not UNUSED.match(pattern.name)]
    return [pattern for pattern in ours if pattern.name.startswith(READ_OF) or not ALIKE.search(pattern.name)]


@pytest.mark.parametrize("words", ["Save", "Are you sure?", "Edit page", "Sort by Title"])
def test_english_is_seen(words):
    assert is_english(words)


@pytest.mark.parametrize(
    "words", ["保存", "Excelに出す", "CSV", "aoi@example.jp", "https://example.jp/about/", "12", "OK", "/about/", "form.pdf"]
)
def test_what_is_no_english_is_not_taken_for_it(words):
    assert not is_english(words)


def test_at_most_two_in_a_hundred_words_of_the_admin_are_english(askers, address_of, owner, capsys):  # noqa: F811
    opened: set[str] = set()
    said: dict[str, set[str]] = defaultdict(set)
    for role in STAFF:
        client = Client(raise_request_exception=False)
        client.force_login(owner if role == "owner" else User.objects.get(email=f"{role}@example.jp"))
        for pattern in _pages():
            if pattern.name in opened and pattern.name != "wagtailadmin_home":
                continue
            html = _html_of(client.get(address_of(pattern)))
            if html:
                opened.add(pattern.name)
            for words in said_by(html):
                said[words].add(pattern.name)

    data = {*User.objects.values_list("display_name", flat=True), "form"}
    left = {words: sorted(places) for words, places in said.items() if is_english(words) and words not in data}
    share = len(left) / len(said)
    with capsys.disabled():
        print(f"\n{len(opened)} pages of the admin say {len(said)} things, {len(left)} in English ({share:.1%})")  # noqa: T201
        for words, places in sorted(left.items()):
            print(f"  {words[:90]}  [{', '.join(places[:3])}]")  # noqa: T201
    assert len(opened) > 100
    assert share <= AT_MOST
