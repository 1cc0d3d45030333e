"""How long a page takes to read."""

from collections.abc import Iterable
from typing import Any

from bansou.explainer.figures import FIGURES

#: Characters that a person reads in a minute. Japanese adults read 400 to 600; at the end of a working day, 500.
CHARACTERS_A_MINUTE = 500


def words_read(body: Any) -> list[str]:
    """The texts of a body that a reader's eyes pass, block by block.

    Of a drawing that is its caption: its content in words is folded away, for those who cannot see it. Of a picture too: its text
    alternative is not on the page. Search reads both.
    """
    return [text for block in body for text in _of_block(block)]


def _of_block(block: Any) -> list[str]:
    match block.block_type:
        case "figure":
            figure = FIGURES.get(block.value)
            return [figure.caption] if figure else []
        case "picture":
            return [block.value["caption"] or ""]
        case _:
            texts: list[str] = block.block.get_searchable_content(block.value)
            return texts


def characters_of(texts: Iterable[str]) -> int:
    """How many characters the texts have, spaces and line ends left out."""
    return sum(len("".join(text.split())) for text in texts)


def minutes_for(characters: int) -> int:
    """Minutes to read so many characters, at least one."""
    return max(1, round(characters / CHARACTERS_A_MINUTE))
