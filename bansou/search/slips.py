"""What a word may look like when it is mistyped, and how far what was typed is from a word.

A word is kept under its spelling and its rough sound, each whole and without one of its characters. What was typed is treated the same way,
so two that differ by one character (left out, too many, wrong, or two changed over) share a key, and an index of keys finds the one by the
other.
"""

from collections.abc import Callable, Sequence

from bansou.search.sounds import is_kana, rough

#: Shorter ones are not kept without a character: 支援 without 支 is nothing.
_SHORTEST_SPELLING, _SHORTEST_SOUND = 3, 4
#: A voicing mark, a small kana or a drawn-out vowel is a lesser slip than another sound.
_LESSER = 0.3
_DRAWN_OUT = frozenset("ーッウイ")
#: Another word of the same sound: what the input method offers for it.
SAME_SOUND = 0.2
#: More than any two words are apart.
FAR = 99.0


def keys_of(spelling: str, reading: str) -> set[str]:
    """The keys under which a word, or what was typed, meets its neighbours."""
    folded, sound = spelling.casefold(), rough(reading)
    keys = {folded, sound} - {""}
    for text, shortest in ((folded, _SHORTEST_SPELLING), (sound, _SHORTEST_SOUND)):
        if len(text) >= shortest:
            keys.update(text[:place] + text[place + 1 :] for place in range(len(text)))
    return keys


def slip_between(typed: tuple[str, str], word: tuple[str, str]) -> float:
    """How big a slip makes the word what was typed, both as (spelling, reading); FAR if nobody would take one for the other.

    The same sound written otherwise (伴奏 for 伴走) is the smallest. A short word allows less than a long one.
    """
    (spelling, reading), (meant, sound) = typed, word
    slips = [FAR]
    if reading and sound and len(sound) > 1:
        heard = _distance(reading, sound, _sound_slip, _sound_gap)
        if heard <= _allowed_by_sound(min(len(reading), len(sound))):
            slips.append(heard + SAME_SOUND)
    if is_kana(meant):  # it looks as it sounds
        return min(slips)
    seen = _distance(spelling.casefold(), meant.casefold(), lambda one, other: float(one != other), lambda _: 1.0)
    if seen <= _allowed_by_spelling(min(len(spelling), len(meant))):
        slips.append(seen)
    return min(slips)


def _allowed_by_sound(length: int) -> float:
    if length < 3:
        return 0.0
    return 0.6 if length < 5 else 1.0 if length < 9 else 2.0


def _allowed_by_spelling(length: int) -> float:
    if length < _SHORTEST_SPELLING:
        return 0.0
    return 1.0 if length < 9 else 2.0


def _sound_slip(one: str, other: str) -> float:
    if one == other:
        return 0.0
    return _LESSER if rough(one) == rough(other) else 1.0


def _sound_gap(kana: str) -> float:
    return 2 * _LESSER if kana in _DRAWN_OUT else 1.0


def _distance(one: str, other: str, slip: Callable[[str, str], float], gap: Callable[[str], float]) -> float:
    """What it costs to make one of the other: characters put in, left out, exchanged, or two neighbours changed over."""
    if abs(len(one) - len(other)) > 2:
        return FAR
    before: Sequence[float] = []
    row = [0.0]
    for mark in other:
        row.append(row[-1] + gap(mark))
    for place, mark in enumerate(one):
        before, above, row = row, before, [row[0] + gap(mark)]
        for column, meant in enumerate(other):
            costs = [before[column + 1] + gap(mark), row[column] + gap(meant), before[column] + slip(mark, meant)]
            if place and column and mark == other[column - 1] and one[place - 1] == meant:
                costs.append(above[column - 1] + 1.0)
            row.append(min(costs))
    return row[-1]
