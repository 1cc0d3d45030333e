"""The table of events: what is worth telling, to whom, and by which way unless a person chose otherwise.

The rooms above write their lines (`register(teller)` from an AppConfig); `manage.py show_events` draws the table, as it stands in EVENTS.md.
"""

import datetime
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import QuerySet

from accounts.models import User

if TYPE_CHECKING:
    from bansou.notifications.models import Occurrence


class Mail(models.TextChoices):
    """By which mail a person hears of an event; the inbox has it in any case. From the loudest to the quietest."""

    AT_ONCE = "at_once", "すぐにメール"
    DIGEST = "digest", "まとめのメール"
    NEVER = "never", "メールなし"

    @classmethod
    def quieter(cls, *ways: "Mail | str | None") -> "Mail":
        """The quietest of what a person said in several places; what he did not say does not count."""
        order = list(cls)
        return max((cls(way) for way in ways if way), key=order.index, default=cls.AT_ONCE)


class Section(models.TextChoices):
    """Where the event stands on the page of choices and among the inbox's filters."""

    EXCHANGE = "exchange", "支援者の広場"
    CASES = "cases", "事例"
    SEARCH = "search", "検索"
    ACCOUNT = "account", "登録と所属"
    DUTIES = "duties", "お願いされていること"
    SITE = "site", "運営から"


#: How long mails about replies wait: what is read on the site meanwhile needs no mail.
UNHURRIED = datetime.timedelta(minutes=10)


@dataclass(frozen=True, kw_only=True)
class Event:
    """One line of the table.

    `words` name it on the page of choices, `told` says who hears of it; `mail` is the way for whoever chose nothing, `choices` what can be chosen
    (one: nothing to choose). `wait`: how long its mail waits for being needless. `gathered`: in the inbox several of one thread are one line, with
    these words after 「3人が」 or 「3件の」. `letter` is the template of its mail; "" where none is sent at once.
    """

    name: str
    section: Section
    words: str
    told: str
    letter: str = ""
    mail: Mail = Mail.AT_ONCE
    choices: tuple[Mail, ...] = tuple(Mail)
    wait: datetime.timedelta = datetime.timedelta()
    gathered: str = ""

    @property
    def is_always(self) -> bool:
        """Whether its mail comes in any case: what was decided about a person is told to him also where he stopped all mails."""
        return self.choices == (Mail.AT_ONCE,)


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A line of the table that is no event: a mail that nobody can switch off and that stands in no inbox.

    It has its words when it is written, and goes to an address (whose it is we may not know) or is about the account itself. `name` is its
    template's.
    """

    name: str
    section: Section
    words: str
    told: str


@dataclass(frozen=True)
class Line:
    """An event as the inbox and the digest show it: a sentence, where it leads, and who did it (shown name, "" where nobody is named).

    `excerpt` is the beginning of what was written, `text` all of it that a mail carries; both are "" where it stays on the site.
    """

    words: str
    address: str
    who: str = ""
    excerpt: str = ""
    text: str = ""


class Teller(ABC):
    """What a room knows of one of its events. The room below keeps the rows and never looks into what they are about."""

    event: Event

    def persons(self, occurrence: "Occurrence") -> QuerySet[User]:
        """Whom the worker tells, thousands if need be, in any order. Asked only where `tell` was not given the people.

        It may be annotated with `wish` (a `Mail`): what the person said of this very thing; the quieter of it and his choice for the event holds.
        """
        raise NotImplementedError(self.event.name)

    @abstractmethod
    def readable(self, person: User, occurrences: "Sequence[Occurrence]") -> dict[int, Any]:
        """By the occurrence's number what it is about, for those that the person may read *now*. As many queries for fifty as for one."""

    @abstractmethod
    def line(self, occurrence: "Occurrence", about: Any) -> Line:
        """The event in one line. `about` is what `readable` gave."""

    def context(self, occurrence: "Occurrence", about: Any) -> dict[str, Any]:
        """What the letter's template gets besides `to`, `occurrence`, `about`, its `line`, and `more` (the lines of what else is in the mail)."""
        return {}


_tellers: dict[str, Teller] = {}
_letters: dict[str, Letter] = {}


def register(*tellers: Teller) -> None:
    """Let these events be told. Called from an AppConfig."""
    for teller in tellers:
        _tellers[teller.event.name] = teller


def teller_of(name: str) -> Teller:
    """The teller of the event. KeyError where no room registered it."""
    return _tellers[name]


def register_letters(*letters: Letter) -> None:
    """Let these letters stand in the table. Called from an AppConfig."""
    for letter in letters:
        _letters[letter.name] = letter


def letters() -> list[Letter]:
    """The letters of the table, by section, in the order in which the rooms wrote them."""
    sections = list(Section)
    return sorted(_letters.values(), key=lambda letter: sections.index(letter.section))


def events() -> list[Event]:
    """The whole table, by section, in the order in which the rooms wrote it."""
    sections = list(Section)
    return sorted((teller.event for teller in _tellers.values()), key=lambda event: sections.index(event.section))
