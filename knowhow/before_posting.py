"""「投稿前の確認」: what a writer may want to look at once more before others read it. It asks; it forbids nothing."""

import hashlib
import re
from dataclasses import dataclass
from itertools import chain

from cases.anonymity.finder import find_marks
from cases.models import AllowedWord
from cases.vocabularies import IdentifyingKind

#: What in a post may tell which company it is about. Numbers and years are part of every story.
_NAMING = frozenset(
    {
        IdentifyingKind.COMPANY,
        IdentifyingKind.PERSON,
        IdentifyingKind.PRODUCT,
        IdentifyingKind.PLACE,
        IdentifyingKind.PHONE,
        IdentifyingKind.MAIL,
    }
)
#: Words that judge, where somebody came with a doubt.
_JUDGING = (
    "べきです", "べきだ", "べきでした", "べきではありません", "当然です", "当たり前です", "間違っています", "間違いです", "ありえません", "勉強不足",
    "努力が足りない", "甘いです", "甘いと思います", "ダメです", "駄目です", "だめです", "論外",
)  # fmt: skip
_CALLED = re.compile(r"[@＠]([^\s、。，．・]{1,40})")
_QUOTED = re.compile(r"^[ 　]*[>＞].*$", re.MULTILINE)
_MOST = 20


@dataclass(frozen=True)
class Finding:
    """A word as it stands in the text, and what it is taken for."""

    word: str
    label: str


@dataclass(frozen=True)
class Look:
    """What was found, each word once."""

    names: tuple[Finding, ...]
    judging: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.names or self.judging)

    @property
    def fingerprint(self) -> str:
        """By this the form says what its writer has looked at: another word asks again, the same ones do not."""
        words = sorted({finding.word for finding in self.names} | set(self.judging))
        return hashlib.blake2b("\n".join(words).encode(), digest_size=8).hexdigest()


def look_through(*texts: str) -> Look:
    """What in the texts names somebody or judges. Called people and quotations are not the writer's words. One query."""
    own = [_QUOTED.sub("", text) for text in texts]
    called = set(chain.from_iterable(_CALLED.findall(text) for text in own))
    allowed = (*called, *AllowedWord.objects.values_list("word", flat=True))
    names: dict[str, Finding] = {}
    for text in own:
        for span in find_marks(text, allowed=allowed):
            if span.kind in _NAMING:
                word = text[span.start : span.end]
                names.setdefault(word, Finding(word, str(span.kind.label)))
    judging = [word for word in _JUDGING if any(word in text for text in own)]
    return Look(tuple(names.values())[:_MOST], tuple(judging))
