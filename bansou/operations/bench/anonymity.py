"""The finder of the anonymity check, measured on its labelled sentences: recall, precision, time. For `make bench`."""

import time
from collections.abc import Iterator

from cases.anonymity.finder import find_marks
from cases.anonymity.measuring import DEVELOP, HELD_OUT, Score, in_all, measure, read_sentences

#: As long as the longest text of a case may be.
CHARACTERS = 20_000


def anonymity_lines() -> Iterator[str]:
    """A Markdown table: each kind on the whole set, then the whole set and the part that was held out while the rules were written."""
    developed, held_out = list(read_sentences(DEVELOP)), list(read_sentences(HELD_OUT))
    whole = measure([*developed, *held_out])
    yield f"Anonymity check: {len(developed) + len(held_out)} labelled sentences, {len(held_out)} of them held out.\n"
    yield "| kind | expected | recall | found | precision |"
    yield "|---|--:|--:|--:|--:|"
    for kind, score in whole.items():
        if score.expected or score.found:
            yield _row(str(kind.label), score)
    yield _row("**all**", in_all(whole))
    yield _row("held out", in_all(measure(held_out)))
    text = "".join(sentence.text for sentence in developed)
    text = (text * (CHARACTERS // len(text) + 1))[:CHARACTERS]
    seconds = min(_seconds(text) for _ in range(3))
    yield f"\n{CHARACTERS:,} characters with {len(find_marks(text))} marks in {seconds:.2f} s.\n"


def _seconds(text: str) -> float:
    started = time.perf_counter()
    find_marks(text)
    return time.perf_counter() - started


def _row(name: str, score: Score) -> str:
    return f"| {name} | {score.expected} | {score.recall:.3f} | {score.found} | {score.precision:.3f} |"
