"""Breaks a Japanese title into lines where somebody who reads it aloud could pause, and makes the lines about equally long."""

from collections.abc import Callable, Sequence

from bansou.search.words import morphemes_of
from bansou.text.normalise import nfkc_with_places

Measure = Callable[[str], float]

#: What hangs on the word before it.
_HANGS_ON = frozenset({"助詞", "助動詞", "接尾辞"})
_CLOSES = frozenset("、。，．,.!?！？」』）】〉》〕)]}：:；;・…‥ー〜～々―—－")
#: Brackets that open.
OPENS = frozenset("「『（【〈《〔([{")
#: Small words that say little without the one before them.
_WEAK_NOUNS = frozenset({"こと", "もの", "ため", "とき", "時", "ところ", "わけ", "はず", "まま", "よう", "ほう"})
#: 「という」 and its like are one word to who reads aloud.
_AFTER_TO = frozenset({"いう", "言う", "いっ", "し", "する"})
#: Characters with which no line begins, where a word has to be cut.
_NEVER_FIRST = _CLOSES | frozenset("ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ")


def pieces_of(title: str) -> list[str]:
    """The title cut where a line may end: 「社長が/話し出すまで/待つ」. Together they are the title."""
    plain_text, places = nfkc_with_places(title)
    starts = [0]
    before: tuple[str, str, str] | None = None  # part of speech, its kind, the word
    for place, morpheme in morphemes_of(plain_text):
        word = morpheme.surface()
        part, kind = morpheme.part_of_speech()[:2]
        if before is not None and _may_begin(part, kind, word, before) and places[place] > starts[-1]:
            starts.append(places[place])
        before = (part, kind, word)
    return [title[start:end] for start, end in zip(starts, [*starts[1:], len(title)], strict=True) if title[start:end]]


def _may_begin(part: str, kind: str, word: str, before: tuple[str, str, str]) -> bool:
    """Whether a line may begin with the word."""
    part_before, _, word_before = before
    if word[0] in _CLOSES or part in _HANGS_ON or word in _WEAK_NOUNS or word_before[-1] in OPENS or part_before == "接頭辞":
        return False
    if word[0] in OPENS or word_before[-1] in _CLOSES or part_before == "空白":
        return part != "空白"
    if part == "空白" or (word_before == "と" and word in _AFTER_TO):
        return False
    if kind == "非自立可能" and part in {"動詞", "形容詞"}:  # 支援|する, 読んで|みる: one breath
        return False
    is_compound = part in {"名詞", "接頭辞"} and part_before in {"名詞", "接尾辞", "連体詞"}
    return not is_compound


def lines_of(title: str, *, width_of: Measure, room: float, most: int) -> list[str] | None:
    """The title in as few lines as fit into the room, at most `most`, none of them much longer than the others. None: it needs more."""
    pieces = [part for piece in pieces_of(title) for part in _fitting(piece, width_of, room)]
    widths = [width_of(piece) for piece in pieces]
    for number in range(1, most + 1):
        if ends := _balanced(widths, room, number):
            starts = [0, *ends[:-1]]
            return ["".join(pieces[start:end]).strip() for start, end in zip(starts, ends, strict=True)]
    return None


def cut_to_fit(title: str, *, width_of: Measure, room: float, most: int) -> list[str]:
    """As `lines_of`, where nothing helps but leaving out the end: the last line ends with 「…」."""
    while title:
        title = title[:-1]
        if lines := lines_of(f"{title.rstrip('、。 　')}…", width_of=width_of, room=room, most=most):
            return lines
    return ["…"]


def _fitting(piece: str, width_of: Measure, room: float) -> list[str]:
    """The piece, cut inside its words where it is wider than a line."""
    if width_of(piece) <= room:
        return [piece]
    parts = [""]
    for character in piece:
        if width_of(parts[-1] + character) > room and character not in _NEVER_FIRST:
            parts.append("")
        parts[-1] += character
    return parts


def _balanced(widths: Sequence[float], room: float, number: int) -> list[int] | None:
    """Where each of `number` lines ends, so that the sum of the squares of their lengths is least; None where they do not hold it all."""
    # best[line][end]: (sum of squares, where the line before ended)
    best: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]
    for _ in range(number):
        reached: dict[int, tuple[float, int]] = {}
        for start, (cost, _) in best[-1].items():
            width = 0.0
            for end in range(start + 1, len(widths) + 1):
                width += widths[end - 1]
                if width > room and end > start + 1:
                    break
                if end not in reached or cost + width**2 < reached[end][0]:
                    reached[end] = (cost + width**2, start)
        best.append(reached)
    end = len(widths)
    if end not in best[number]:
        return None
    ends = []
    for line in range(number, 0, -1):
        ends.append(end)
        end = best[line][end][1]
    return ends[::-1]
