"""The set of queries by which the search is judged (relevance.txt), and how well a finder answers them."""

import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

_SET = Path(__file__).with_name("relevance.txt")
#: How many results a person looks at.
LOOKED_AT = 10


@dataclass(frozen=True)
class Question:
    """What somebody types, and the results that he must and must not get, by the names of the set."""

    kind: str
    query: str
    must: tuple[str, ...]
    must_not: tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """A question with the names of the first results."""

    question: Question
    found: tuple[str, ...]

    @property
    def recall(self) -> float:
        """The share of what must be found that was."""
        must = self.question.must
        return sum(name in self.found for name in must) / len(must) if must else 1.0

    @property
    def wrong(self) -> list[str]:
        """What must not be found, and was."""
        return [name for name in self.question.must_not if name in self.found]


def questions() -> list[Question]:
    """The whole set. Raises ValueError where a line has not its four parts."""
    found = []
    for line in _SET.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            kind, query, must, must_not = (part.strip() for part in line.split("|"))
            found.append(Question(kind, query, tuple(must.split()), tuple(must_not.split())))
    return found


def names() -> dict[str, str]:
    """By title the name under which the set knows a case, a topic or a page."""
    root = Path(settings.BASE_DIR)
    files = {
        "c": (root / "cases" / "samples").glob("[0-9]*.toml"),
        "t": (root / "knowhow" / "samples").glob("[0-9]*.toml"),
    }
    named = {
        tomllib.loads(path.read_text(encoding="utf-8"))["title"]: letter + path.name[:2]
        for letter, paths in files.items()
        for path in paths
    }
    for path in (root / "bansou" / "explainer" / "content").glob("[0-9]*.md"):
        head = path.read_text(encoding="utf-8").split("+++")[1]
        named[tomllib.loads(head)["title"]] = "p" + path.name[:2]
    return named


def answers(find: Callable[[str], Iterable[str]]) -> list[Answer]:
    """What the finder, which gives titles for a query, answers to each question."""
    named = names()
    return [
        Answer(question, tuple(named.get(title, title) for title in list(find(question.query))[:LOOKED_AT]))
        for question in questions()
    ]


def by_kind(given: Iterable[Answer]) -> dict[str, float]:
    """The mean recall of each kind, and under "all" of everything that must find something."""
    kinds: dict[str, list[float]] = defaultdict(list)
    for answer in given:
        if answer.question.must:
            kinds[answer.question.kind].append(answer.recall)
    kinds["all"] = [recall for recalls in kinds.values() for recall in recalls]
    return {kind: sum(recalls) / len(recalls) for kind, recalls in kinds.items()}
