"""Where else on the site people talk of a case. The rooms above tell (`register_talk`); the page of the case shows it."""

from collections.abc import Callable
from dataclasses import dataclass

from accounts.audiences import Person
from cases.models import Case


@dataclass(frozen=True)
class Mention:
    """A conversation in which the case is named."""

    title: str
    url: str
    words: str
    is_sample: bool


@dataclass(frozen=True)
class Talk:
    """Where to ask about the case ("": nowhere), and what was said of it: the same for all who may read the same."""

    ask_url: str = ""
    mentions: tuple[Mention, ...] = ()


_tellers: list[Callable[[Case, Person], Talk]] = []


def register_talk(teller: Callable[[Case, Person], Talk]) -> None:
    """`teller` says what the person may know of the talk about a case, in a fixed number of queries."""
    if teller not in _tellers:
        _tellers.append(teller)


def talk_about(case: Case, person: Person) -> Talk:
    """All of it."""
    told = [teller(case, person) for teller in _tellers]
    return Talk(
        ask_url=next((talk.ask_url for talk in told if talk.ask_url), ""),
        mentions=tuple(mention for talk in told for mention in talk.mentions),
    )
