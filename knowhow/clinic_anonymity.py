"""What in the texts of a clinic may tell which company, or who, is behind it: the finder of cases, with a word about what to write instead."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from accounts.models import User
from cases.anonymity.finder import find_marks
from cases.anonymity.suggestions import suggestion_for
from cases.models import AllowedWord
from cases.vocabularies import IdentifyingKind


class FoundWord(NamedTuple):
    """A word in one of the texts, its kind in words, and what could stand there."""

    label: str
    words: str
    kind: str
    instead: str


def found_words(texts: Mapping[str, str], *, by: User) -> list[FoundWord]:
    """What is found in the texts, which come by their labels: each word once a text. The writer's own name and organisation are looked for too."""
    own = [by.display_name, *([by.organisation.name] if by.organisation else [])]
    allowed = list(AllowedWord.objects.values_list("word", flat=True))
    found = {
        FoundWord(label, text[span.start : span.end], span.kind.label, _instead(text, span.start, span.end, span.kind))
        for label, text in texts.items()
        for span in find_marks(text, words=own, allowed=allowed)
    }
    labels = list(texts)
    return sorted(found, key=lambda word: (labels.index(word.label), texts[word.label].index(word.words)))


def fingerprint(found: Iterable[FoundWord]) -> str:
    """A mark of what was found, by which a form knows whether somebody looked at just these words."""
    words = "\n".join(sorted({f"{word.label} {word.words}" for word in found}))
    return hashlib.blake2b(words.encode("utf-8", "replace"), digest_size=8).hexdigest()


def _instead(text: str, start: int, end: int, kind: IdentifyingKind) -> str:
    if kind == IdentifyingKind.PRIVATE:
        return "書かない"
    return suggestion_for(kind, text[start:end], text[end : end + 8])
