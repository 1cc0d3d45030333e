"""Marks the glossary's terms in a page's HTML: each once, where it first stands in running text."""

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from html import escape

from bansou.glossary.models import Gloss

#: A tag or a comment, with whatever stands between quotation marks in it.
_TAG = re.compile(r"""(<!--.*?-->|</?[a-zA-Z](?:[^<>"']|"[^"]*"|'[^']*')*>)""", re.DOTALL)
_NAME = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)")
#: Elements whose words are left alone: headings, what can be pressed already, drawings, tables' heads, what is quoted or not shown.
_LEFT_ALONE = frozenset(
    {"h1", "h2", "h3", "h4", "h5", "h6", "a", "button", "label", "summary", "figure", "svg", "th", "caption", "blockquote", "q"}
    | {"code", "pre", "script", "style", "textarea", "select", "template"}
)
#: An element that says itself that its words are left alone: what somebody says, for example.
_SAYS_SO = re.compile(r"\sdata-unglossed[\s>=]")

#: Characters of one kind, a run of which is likely one word.
_KINDS = ("々〆〇一-鿿", "ァ-ヺー", "0-9A-Za-z０-９Ａ-Ｚａ-ｚ")
#: What may follow a term that ends in hiragana, so that it is the noun and no verb: 気づきが, not 気づきました.
_AFTER_HIRAGANA = (
    r"(?=[をがはのにへともや、。，．・：；「」『』（）()！？!?／\s&]|です|でし|では|だ|から|まで|より|など|という|って|$)(?!にく)"
)


def mark(html: str, glosses: tuple[Gloss, ...], *, apart: Collection[str] = ()) -> str:
    """The HTML with each term marked at its first place in running text, but for those whose slugs are in `apart`.

    A mark is a link to the term's page that carries the short meaning, for static/js/glossary.js to show.
    """
    if not glosses:
        return html
    pattern, by_spelling = _compiled(glosses)
    done = set(apart)

    def marked(found: re.Match[str]) -> str:
        gloss = by_spelling[found.group()]
        if gloss.slug in done:
            return found.group()
        done.add(gloss.slug)
        return f'<a class="gloss" href="{escape(gloss.url)}" data-meaning="{escape(gloss.meaning)}">{found.group()}</a>'

    return "".join(pattern.sub(marked, piece) if is_running_text else piece for piece, is_running_text in _pieces(html))


def _pieces(html: str) -> Iterator[tuple[str, bool]]:
    """The HTML in pieces that together are the whole, and whether each is text in which terms are marked."""
    left_alone, depth = "", 0
    for place, piece in enumerate(_TAG.split(html)):
        if place % 2 == 0:
            yield piece, not left_alone
            continue
        yield piece, False
        if (name := _NAME.match(piece)) is None:  # a comment
            continue
        closes, element = bool(name[1]), name[2].lower()
        if left_alone:
            depth += (element == left_alone) * (-1 if closes else 1)
            left_alone = left_alone if depth else ""
        elif not closes and not piece.endswith("/>") and (element in _LEFT_ALONE or _SAYS_SO.search(piece)):
            left_alone, depth = element, 1


@lru_cache(maxsize=4)
def _compiled(glosses: tuple[Gloss, ...]) -> tuple[re.Pattern[str], dict[str, Gloss]]:
    """One pattern for all spellings, the longer ones first, as they stand in HTML."""
    by_spelling = {escape(spelling): gloss for gloss in glosses for spelling in gloss.spellings}
    alternatives = (_alternative(spelling) for spelling in sorted(by_spelling, key=len, reverse=True))
    return re.compile("|".join(alternatives)), by_spelling


def _alternative(spelling: str) -> str:
    """The spelling where it is a word of its own: 伴走支援 not in 伴走支援者, ロカベン not in ロカベンシート."""
    before, after = _kind_of(spelling[0]), _kind_of(spelling[-1])
    return f"{f'(?<![{before}])' if before else ''}{re.escape(spelling)}{f'(?![{after}])' if after else _AFTER_HIRAGANA}"


def _kind_of(character: str) -> str:
    return next((kind for kind in _KINDS if re.match(f"[{kind}]", character)), "")
