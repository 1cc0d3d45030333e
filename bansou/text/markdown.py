"""The few marks that people may use in a post, made into HTML that is safe to show.

A line that begins with 「■」 is a heading and one with 「・」 an item, as people write in mails and Word. `**bold**`, `- ` and `1. ` lists,
`> ` quotes, `` `code` ``, `[words](https://…)` and plain addresses work as in Markdown. All else is text. The result passes an allow-list.
"""

import html
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from bansou.text.calls import calls_of

TAGS = {"p", "br", "strong", "h3", "ul", "ol", "li", "blockquote", "a", "code"}
ATTRIBUTES = {"*": set[str](), "a": {"href"}, "ol": {"start"}}
URL_SCHEMES = {"http", "https", "mailto"}

#: Two asterisks, no more: an opening pair stands before a character, a closing one after a character. CommonMark's own rule looks at
#: punctuation and spaces around them, and so fails where Japanese has no spaces: `**重要：**採択後は`, `**「括弧」**を`.
_PAIR = re.compile(r"(?<!\*)\*\*(?!\*)")
#: An address in the middle of Japanese text ends with the first character that addresses do not have.
_ADDRESS = re.compile(r"https?://[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+", re.ASCII)
_AFTER_ADDRESS = ".,:;!?'"
#: The marks at the start of a quoted line; more than three deep is nobody's meaning.
_QUOTE_MARKS = re.compile(r"^[ 　]*((?:[>＞][ 　]?)+)")
_QUOTE_DEPTH = 3
_TAG = re.compile(r"</?(?:p|br|strong|h3|ul|ol|li|blockquote|a|code)\b[^>]*>")
_MARKS_AT_LINE_START = re.compile(r"^[ 　]*(?:[>＞■・]|[-*+] |\d{1,3}[.)] )+[ 　]*", re.MULTILINE)
_LINK = re.compile(r"\[([^\[\]\n]{1,200})\]\([^()\s]{1,2000}\)")
_WHITESPACE = re.compile(r"[\s　]+")
#: Between Japanese sentences a line break is no space.
_BREAK_AFTER_SENTENCE = re.compile(r"(?<=[。！？」』）…])\s+")


def render(source: str, people: Mapping[str, str] = MappingProxyType({})) -> SafeString:
    """The post's text as HTML. Whatever the source is, the result holds our tags only, and no address but http, https and mailto.

    `people`: names that become links where they are called (@あおい), each with its address on this site.
    """
    return clean(_MARKDOWN.render(_with_plain_quotes(source), {"people": people}))


def clean(unsafe_html: str) -> SafeString:
    """The HTML with all but our tags and attributes taken out. Cleaning twice changes nothing."""
    return mark_safe(  # noqa: S308 - this is where it becomes safe
        nh3.clean(
            unsafe_html,
            tags=TAGS,
            attributes=ATTRIBUTES,
            url_schemes=URL_SCHEMES,
            link_rel="nofollow ugc noopener",
            strip_comments=True,
        )
    )


def excerpt(text: str, length: int = 120) -> str:
    """The beginning of a post, source or rendered, as one line of at most `length` characters without marks."""
    if _TAG.search(text):
        plain = html.unescape(
            nh3.clean(_TAG.sub(lambda tag: "" if tag.group()[1:2] in "s/" else " ", text[: length * 40]), tags=set())
        )
    else:
        plain = _PAIR.sub("", _LINK.sub(r"\1", _MARKS_AT_LINE_START.sub("", text[: length * 40])))
    plain = _WHITESPACE.sub(" ", _BREAK_AFTER_SENTENCE.sub("", plain)).strip()
    return plain if len(plain) <= length else plain[: length - 1].rstrip() + "…"


def _with_plain_quotes(source: str) -> str:
    """The source with ＞ as >, quotes three deep at most, and each quote ended by the first line without a mark.

    Markdown would read on ("lazy continuation"): nobody expects that, and hostile nesting would take it minutes.
    """
    lines: list[str] = []
    in_quote = False
    for line in source.split("\n"):
        marks = _QUOTE_MARKS.match(line)
        if marks:
            depth = min(marks[1].count(">") + marks[1].count("＞"), _QUOTE_DEPTH)
            lines.append(">" * depth + " " + line[marks.end() :])
        else:
            lines += ["", line] if in_quote and line.strip() else [line]
        in_quote = marks is not None
    return "\n".join(lines)


def _bold(state: StateInline, silent: bool) -> bool:
    """`**…**` whatever stands around it."""
    source, start = state.src, state.pos
    if not source.startswith("**", start):
        return False
    run = start
    while run < state.posMax and source[run] == "*":
        run += 1
    inside = start + 2
    end = _closing_pair(state, inside) if run == inside and inside < state.posMax and not source[inside].isspace() else -1
    if end < 0 or state.level >= state.md.options["maxNesting"]:
        if not silent:  # a run of asterisks that opens nothing is text as a whole
            state.pending += source[start:run]
        state.pos = run
        return True
    if not silent:
        maximum, state.pos, state.posMax = state.posMax, inside, end
        state.push("strong_open", "strong", 1)
        state.md.inline.tokenize(state)
        state.push("strong_close", "strong", -1)
        state.posMax = maximum
    state.pos = end + 2
    return True


def _closing_pair(state: StateInline, inside: int) -> int:
    """Where the pair begins that closes bold text, -1 for none. Once none was found, none is looked for again: a hostile text stays cheap."""
    known = state.env.setdefault("no_bold_after", {})
    if inside >= known.get((id(state), state.posMax), len(state.src) + 1):
        return -1
    for pair in _PAIR.finditer(state.src, inside + 1, state.posMax):
        if not state.src[pair.start() - 1].isspace():
            return pair.start()
    known[(id(state), state.posMax)] = inside
    return -1


def _heading(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A line that begins with 「■」."""
    words = _line_after(state, start, "■")
    if not words:
        return False
    if not silent:
        state.line = start + 1
        _inline_block(state, "heading", "h3", words, start)
    return True


def _dot_list(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Lines that begin with 「・」; a line that begins with a full-width space goes on with the item above."""
    if not _line_after(state, start, "・"):
        return False
    if silent:
        return True
    state.push("bullet_list_open", "ul", 1)
    line = start
    while line < end and (words := _line_after(state, line, "・")):
        first, line = line, line + 1
        while line < end and (more := _line_after(state, line, "　", whole_width=True)):
            words, line = f"{words}\n{more}", line + 1
        _inline_block(state, "list_item", "li", words, first)
    state.push("bullet_list_close", "ul", -1)
    state.line = line
    return True


def _line_after(state: StateBlock, line: int, mark: str, *, whole_width: bool = False) -> str:
    """What stands on the line after its mark, "" where the line does not begin with it. Full-width spaces before the mark do not count."""
    if state.isEmpty(line) or state.sCount[line] < state.blkIndent:
        return ""
    text = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]
    if not whole_width:
        text = text.lstrip("　")
    return text[len(mark) :].strip() if text.startswith(mark) else ""


def _inline_block(state: StateBlock, kind: str, tag: str, words: str, line: int) -> None:
    state.push(f"{kind}_open", tag, 1)
    token = state.push("inline", "", 0)
    token.content, token.map, token.children = words, [line, line + 1], []
    state.push(f"{kind}_close", tag, -1)


def _link_addresses(state: StateCore) -> None:
    """Plain addresses in the text become links."""
    if "://" in state.src:
        _link_texts(state, _with_links)


def _link_people(state: StateCore) -> None:
    """Calls of known people become links."""
    people: Mapping[str, str] = state.env.get("people") or {}
    if people:
        calls = calls_of(people)
        _link_texts(state, lambda text: _with_calls(text, calls, people))


def _link_texts(state: StateCore, linked: Callable[[Token], list[Token]]) -> None:
    """Every text that is not within a link already, with links put in."""
    for block in state.tokens:
        if block.type != "inline" or not block.children:
            continue
        depth = 0
        children: list[Token] = []
        for token in block.children:
            depth += {"link_open": 1, "link_close": -1}.get(token.type, 0)
            children.extend(linked(token) if token.type == "text" and depth == 0 else [token])
        block.children = children


def _with_calls(text: Token, calls: re.Pattern[str], people: Mapping[str, str]) -> list[Token]:
    tokens: list[Token] = []
    done = 0
    for call in calls.finditer(text.content):
        tokens += [_text(text.content[done : call.start()]), *_link(people[call[1]], call.group())]
        done = call.end()
    return [*tokens, _text(text.content[done:])]


def _link(address: str, words: str) -> list[Token]:
    return [Token("link_open", "a", 1, attrs={"href": address}), _text(words), Token("link_close", "a", -1)]


def _with_links(text: Token) -> list[Token]:
    tokens: list[Token] = []
    done = 0
    for match in _ADDRESS.finditer(text.content):
        address = match.group().rstrip(_AFTER_ADDRESS)
        while address.endswith(")") and address.count(")") > address.count("("):
            address = address[:-1].rstrip(_AFTER_ADDRESS)
        if address.endswith("://"):
            continue
        tokens += [_text(text.content[done : match.start()]), *_link(address, address)]
        done = match.start() + len(address)
    return [*tokens, _text(text.content[done:])]


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("zero", {"html": False, "breaks": True, "linkify": False, "typographer": False, "maxNesting": 12})
    markdown.enable(["blockquote", "list", "link", "autolink", "backticks", "newline", "escape", "entity"])
    ends: RuleOptionsType = {"alt": ["paragraph", "blockquote", "list"]}
    markdown.block.ruler.before("paragraph", "heading_ja", _heading, ends)
    markdown.block.ruler.before("paragraph", "dot_list_ja", _dot_list, ends)
    markdown.inline.ruler.after("backticks", "bold_ja", _bold)
    markdown.core.ruler.after("inline", "addresses", _link_addresses)
    markdown.core.ruler.after("addresses", "people", _link_people)
    return markdown


_MARKDOWN = _markdown()
