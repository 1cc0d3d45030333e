"""How well the finder does on the labelled sentences: recall and precision, of each kind and in all (`make bench`, and a test)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cases.anonymity.finder import find_marks
from cases.anonymity.spans import Span
from cases.vocabularies import IdentifyingKind

SENTENCES = Path(__file__).parent / "sentences"
DEVELOP, HELD_OUT = SENTENCES / "develop.txt", SENTENCES / "held_out.txt"
_LABEL = re.compile(r"\{(?P<kind>[a-z]+):(?P<text>[^}]+)\}")


@dataclass
class Score:
    """Of one kind: marks that were expected, of these found, marks that were found, of these right."""

    expected: int = 0
    met: int = 0
    found: int = 0
    right: int = 0

    @property
    def recall(self) -> float:
        """The part of the expected that was found."""
        return self.met / self.expected if self.expected else 1.0

    @property
    def precision(self) -> float:
        """The part of the found that was expected."""
        return self.right / self.found if self.found else 1.0

    def __add__(self, other: "Score") -> "Score":
        return Score(self.expected + other.expected, self.met + other.met, self.found + other.found, self.right + other.right)


@dataclass(frozen=True)
class Labelled:
    """A sentence with the spans that have to be found in it."""

    text: str
    spans: tuple[Span, ...]


def read_sentences(path: Path) -> Iterator[Labelled]:
    """The sentences of a file of labels."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield labelled(line)


def labelled(line: str) -> Labelled:
    """A line such as 「社長の{person:山田}さん」."""
    text, spans, done = "", [], 0
    for match in _LABEL.finditer(line):
        text += line[done : match.start()]
        spans.append(Span(IdentifyingKind(match["kind"]), len(text), len(text) + len(match["text"])))
        text += match["text"]
        done = match.end()
    return Labelled(text + line[done:], tuple(spans))


def measure(sentences: Iterable[Labelled]) -> dict[IdentifyingKind, Score]:
    """The score of each kind. An expected mark is met when one of its kind covers it whole, a found one right when it touches one of its kind."""
    scores = {kind: Score() for kind in IdentifyingKind}
    for sentence in sentences:
        found = find_marks(sentence.text)
        for span in sentence.spans:
            scores[span.kind].expected += 1
            scores[span.kind].met += any(
                mark.kind == span.kind and mark.start <= span.start and span.end <= mark.end for mark in found
            )
        for mark in found:
            scores[mark.kind].found += 1
            scores[mark.kind].right += any(
                span.kind == mark.kind and span.start < mark.end and mark.start < span.end for span in sentence.spans
            )
    return scores


def in_all(scores: dict[IdentifyingKind, Score]) -> Score:
    """All kinds together."""
    return sum(scores.values(), start=Score())
