"""Reads the files of content/: TOML front matter, then Markdown with a few own block lines, as StreamField data.

The lines and what they become are listed in README.md of this app.
"""

import hashlib
import tomllib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt

from bansou.explainer.vocabularies import Part

CONTENT_DIR = Path(__file__).parent / "content"
_FENCE = "+++"
_markdown = MarkdownIt("commonmark", {"html": False})
# Draftail stores <b> and <i>; what it does not know it drops when staff save.
_DRAFTAIL_TAGS = (("<strong>", "<b>"), ("</strong>", "</b>"), ("<em>", "<i>"), ("</em>", "</i>"))


class ContentError(ValueError):
    """A content file is not written as it should be; says which file and why."""


@dataclass(frozen=True, slots=True)
class Text:
    """One content file."""

    slug: str
    kind: str
    order: int
    title: str
    summary: str
    updated: Any
    part: Part
    wall: str
    voice: str
    digest: str
    body: list[dict[str, Any]] = field(repr=False)
    sources: list[dict[str, Any]] = field(repr=False)


def read_texts(directory: Path = CONTENT_DIR) -> list[Text]:
    """Every content file, in the order in which the pages stand."""
    texts = [read_text(path) for path in directory.glob("*.md")]
    return sorted(texts, key=lambda text: text.order)


def read_text(path: Path) -> Text:
    """One file. ContentError names the file and what is wrong with it."""
    source = path.read_text(encoding="utf-8")
    try:
        _, front, body = source.split(f"{_FENCE}\n", 2)
        facts = tomllib.loads(front)
        slug = facts["slug"]
        return Text(
            slug=slug,
            kind=facts["kind"],
            order=facts["order"],
            title=facts["title"],
            summary=facts["summary"],
            updated=facts["updated"],
            part=Part(facts.get("part", Part.KNOW)),
            wall=facts.get("wall", ""),
            voice=facts.get("voice", ""),
            digest=hashlib.sha256(source.encode()).hexdigest(),
            body=_with_ids(slug, "body", _read_body(body)),
            sources=_with_ids(slug, "sources", [("source", dict(row)) for row in facts["sources"]]),
        )
    except (ValueError, KeyError) as error:
        raise ContentError(f"{path.name}: {error!r}") from error


def _with_ids(slug: str, field_name: str, blocks: list[tuple[str, Any]]) -> list[dict[str, Any]]:
    """Blocks get ids that stay the same from fill to fill: anchors in other people's links rely on them."""
    return [
        {"type": kind, "value": value, "id": str(uuid.uuid5(uuid.NAMESPACE_URL, f"bansou/{slug}/{field_name}/{number}"))}
        for number, (kind, value) in enumerate(blocks)
    ]


def to_html(markdown: str) -> str:
    """Markdown as the HTML that Wagtail's editor keeps."""
    html: str = _markdown.render(markdown).strip()
    for theirs, ours in _DRAFTAIL_TAGS:
        html = html.replace(theirs, ours)
    return html


def _read_body(body: str) -> list[tuple[str, Any]]:
    return list(_blocks(iter(body.splitlines())))


def _blocks(lines: Iterator[str]) -> Iterator[tuple[str, Any]]:
    paragraphs: list[str] = []

    def text_so_far() -> Iterator[tuple[str, Any]]:
        written = "\n".join(paragraphs).strip()
        paragraphs.clear()
        if written:
            yield "text", to_html(written)

    for line in lines:
        if line.startswith("## "):
            yield from text_so_far()
            yield "heading", line[3:].strip()
        elif line.startswith(":::"):
            yield from text_so_far()
            name, _, argument = line[3:].strip().partition(" ")
            inside = [] if name == "figure" else _until_close(lines, name)
            yield _own_block(name, argument.strip(), inside)
        else:
            paragraphs.append(line)
    yield from text_so_far()


def _until_close(lines: Iterator[str], name: str) -> list[str]:
    inside: list[str] = []
    for line in lines:
        if line.strip() == ":::":
            return inside
        inside.append(line)
    raise ValueError(f":::{name} is never closed")


def _own_block(name: str, argument: str, inside: list[str]) -> tuple[str, Any]:
    rows = [line for line in inside if line.strip()]
    match name:
        case "figure":
            return "figure", argument
        case "note":
            return "note", {"title": argument, "text": to_html("\n".join(inside))}
        case "compare":
            left, right = _cells(argument, 2)
            return "comparison", {"left": left, "right": right, "rows": [_comparison_row(line) for line in rows]}
        case "steps":
            return "steps", _steps(rows)
        case "questions":
            return "questions", [dict(zip(("kind", "text"), _cells(line, 2), strict=True)) for line in rows]
    raise ValueError(f"unknown block :::{name}")


def _cells(line: str, count: int) -> list[str]:
    cells = [cell.strip() for cell in line.split("|")]
    if len(cells) != count:
        raise ValueError(f"{count} cells expected: {line}")
    return cells


def _comparison_row(line: str) -> dict[str, str]:
    return dict(zip(("aspect", "left", "right"), _cells(line, 3), strict=True))


def _steps(rows: list[str]) -> list[dict[str, str]]:
    steps: list[dict[str, str]] = []
    for line in rows:
        if line.startswith("### "):
            steps.append({"title": line[4:].strip(), "text": ""})
        elif not steps:
            raise ValueError(f"a step begins with ###: {line}")
        else:
            steps[-1]["text"] = f"{steps[-1]['text']}\n{line.strip()}".strip()
    return steps
