"""Every mail that the site can send, with stand-ins for what it tells about: for looking at them, and for the test that walks them."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.utils import timezone

from bansou.notifications.letter_html import html_of

#: Where texts of mails lie below templates/: our letters have the subject as their first line, allauth's have a file for it.
_OURS = "notifications/letters"
_ALLAUTHS = ("account/email", "mfa/email", "socialaccount/email")
#: What allauth's mails are made of; they extend it.
_BASES = frozenset({"base_message.txt", "base_notification.txt"})


@dataclass(frozen=True)
class Specimen:
    """One mail as it looks. `name` is its template's, without ending."""

    name: str
    subject: str
    text: str

    @property
    def html(self) -> str:
        """The HTML part."""
        return html_of(subject=self.subject, text=self.text)


class StandIn:
    """Answers whatever a letter asks of a case, a topic or a person, by what the question is called."""

    def __init__(self, words: str) -> None:
        self.words = words

    def __str__(self) -> str:
        return self.words

    def __getattr__(self, name: str) -> Any:
        """A key, a moment, an address or a word, as the name promises."""
        if name.startswith("__"):
            raise AttributeError(name)
        return _stand_in(name)

    def __iter__(self) -> Iterator["StandIn"]:
        """Two of them, where a letter lists."""
        return iter((StandIn("一つめの見本"), StandIn("二つめの見本")))


def specimens() -> Iterator[Specimen]:
    """All mails: ours in the order of their names, then allauth's."""
    root = Path(settings.BASE_DIR) / "templates"
    for path in sorted((root / _OURS).glob("*.txt")):
        subject, _, text = _rendered(f"{_OURS}/{path.name}").partition("\n")
        yield Specimen(f"{_OURS}/{path.stem}", subject.strip(), text.strip() + "\n")
    for folder in _ALLAUTHS:
        for path in sorted((root / folder).glob("*_message.txt")):
            if path.name not in _BASES:
                name = f"{folder}/{path.name.removesuffix('_message.txt')}"
                yield Specimen(name, _rendered(f"{name}_subject.txt"), _rendered(f"{name}_message.txt") + "\n")


def _rendered(template: str) -> str:
    given = {"site_name": settings.WAGTAIL_SITE_NAME, "base_url": settings.BASE_URL}
    return str(get_template(template).template.render(_SpecimenContext(given))).strip()  # type: ignore[attr-defined]


class _SpecimenContext(Context):
    """Has a stand-in for each name that nobody gave."""

    def __getitem__(self, key: Any) -> Any:
        try:
            return super().__getitem__(key)
        except KeyError:
            return _stand_in(key)


def _stand_in(name: str) -> Any:
    if name.endswith("_url"):
        path = "/mihon/hfQ3-x9/" if "absolute" in name else f"{settings.BASE_URL}/mihon/hfQ3-x9/"
        return StandIn(path)
    if name.endswith(("_at", "_on", "_until", "_day")) or name in {"until", "timestamp"}:
        return timezone.now() + datetime.timedelta(days=14)
    known: dict[str, Any] = {
        "pk": 1,
        "id": 1,
        "count": 3,
        "days": 5,
        "unlisted": 2,
        "address": StandIn("/mihon/hfQ3-x9/"),
        "code": StandIn("BCDF-GHJK"),
        "token": StandIn("hfQ3-x9"),
        "display_name": StandIn("見本 花子"),
        "email": StandIn("mihon@example.jp"),
        "ip": StandIn("192.0.2.1"),
        "user_agent": StandIn("Mozilla/5.0（見本）"),
        "title": StandIn("「人が育たない」から始まった三つの対話（見本）"),
        "reason": StandIn("見本の理由です。\n二行にわたることもあります。"),
    }
    return known.get(name, StandIn("（見本）"))
