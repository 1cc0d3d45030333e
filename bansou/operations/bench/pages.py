"""The pages that are measured, and who asks for them."""

import gzip
import re
import urllib.request
from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse

from accounts.models import User
from cases.models import Case
from knowhow.models import Board, Topic

#: Signed-in pages may cost so many bare views, and weigh so much.
MOST_TIMES_BARE = 8.0
MOST_KILOBYTES = 40.0


@dataclass(frozen=True)
class BenchPage:
    """A page with its name in the table."""

    name: str
    path: str

    @property
    def first_look(self) -> str:
        """The address in a spelling that nobody asked for before, so that no part of the page is remembered."""
        return f"{self.path}{'&' if '?' in self.path else '?'}n={{n}}"


def pages() -> list[BenchPage]:
    """One page of each type, public ones, from the demo's data."""
    visitor = AnonymousUser()
    board = Board.objects.visible_to(visitor).order_by("position").first()
    topic = Topic.objects.visible_to(visitor).filter(is_sample=True).order_by("pk").first()
    case = Case.objects.visible_to(visitor).order_by("pk").first()
    if board is None or topic is None or case is None:
        raise LookupError("The bench needs the demo's cases and topics.")
    return [
        BenchPage("home", "/"),
        BenchPage("explainer page", "/about/"),
        BenchPage("case list", reverse("cases:list")),
        BenchPage("case page", reverse("cases:detail", args=[case.pk])),
        BenchPage("board", reverse("knowhow:board", args=[board.slug])),
        BenchPage("topic page", reverse("knowhow:topic", args=[topic.pk])),
        BenchPage("search", f"{reverse('search:results')}?q={quote('気付き')}"),
    ]


def cookie_of(address: str) -> str:
    """The cookie of a browser in which the demo person is signed in."""
    client = Client()
    client.force_login(User.objects.get(email=address))
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def first_view(base: str) -> dict[str, float]:
    """Kilobytes of home as a browser fetches it the first time: HTML, CSS and JS, each compressed as gzip does by default."""
    html = _fetch(base + "/")
    links = re.findall(rb'(?:href|src)="(/static/[^"]+\.(css|js))"', html)
    weights = {"HTML": _compressed(html), "CSS": 0.0, "JS": 0.0}
    for path, kind in set(links):
        weights[kind.decode().upper()] += _compressed(_fetch(base + path.decode()))
    return weights


def _fetch(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=30) as response:  # noqa: S310 (our own server on loopback)
        body: bytes = response.read()
    return body


def _compressed(body: bytes) -> float:
    return len(gzip.compress(body, 6)) / 1000
