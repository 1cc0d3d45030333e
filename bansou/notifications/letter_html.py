"""The one place that makes the HTML part of a mail, from its text: whoever writes a letter writes the text alone."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

#: A line of its own that begins the end of a letter: who sends it, and why.
SIGNATURE_LINES = frozenset({"――", "--"})
_HEADING = "■"
#: Begins a line with the words of the address on the next one.
_ENTRY = "・"
#: A line of its own that somebody copies into a form, as sign-in by mail sends it: ABCD-EFGH or 123-456.
_CODE = re.compile(r"[A-Z0-9]{3,}(?:-[A-Z0-9]{3,})+")


@dataclass(frozen=True)
class Part:
    """One piece of a letter. `kind`: heading, lines, code, button or link; the last two have the address in `address`."""

    kind: str
    html: str = ""
    address: str = ""


def html_of(*, subject: str, text: str) -> str:
    """The text as a calm HTML page without pictures: paragraphs, and one button for the first line that is only a link.

    Only addresses of this site become links: what somebody typed into a post or a reason must not turn into a button of ours.
    """
    body, signature = _split(text)
    context = {"subject": subject, "parts": _parts(body), "signature": _linked(_named(signature.splitlines()))}
    return render_to_string("notifications/letter.html", context | {"site_name": settings.WAGTAIL_SITE_NAME}).strip()


def _split(text: str) -> tuple[str, str]:
    """Body and signature. The last such line counts: a quoted text may have one too."""
    lines = text.strip().splitlines()
    places = [place for place, line in enumerate(lines) if line.strip() in SIGNATURE_LINES]
    if not places:
        return text.strip(), f"{settings.WAGTAIL_SITE_NAME} {settings.BASE_URL}/"
    return "\n".join(lines[: places[-1]]), "\n".join(lines[places[-1] + 1 :]).strip()


def _parts(body: str) -> list[Part]:
    parts: list[Part] = []
    for paragraph in re.split(r"\n\s*\n", body.strip()):
        lines: list[str] = []
        for line in paragraph.splitlines():
            if lines and lines[-1].startswith(_ENTRY) and _own_address().fullmatch(line.strip()):
                lines[-1] = _entry(lines[-1].removeprefix(_ENTRY), line.strip())
                continue
            special = _line_of_its_own(line.strip(), has_button=any(part.kind == "button" for part in parts))
            if special:
                parts += [*_paragraph(lines), special]
                lines = []
            else:
                lines.append(line)
        parts += _paragraph(lines)
    return parts


def _entry(words: str, address: str) -> SafeString:
    """One of several things in a letter (a digest): its words are the link, as in a list on the site."""
    return format_html('{}<a class="link" href="{}">{}</a>', _ENTRY, address, words)


def _paragraph(lines: Sequence[str]) -> list[Part]:
    return [Part("lines", _linked(lines))] if any(line.strip() for line in lines) else []


def _line_of_its_own(line: str, *, has_button: bool) -> Part | None:
    if line.startswith(_HEADING):
        return Part("heading", escape(line.removeprefix(_HEADING).strip()))
    if _CODE.fullmatch(line):
        return Part("code", escape(line))
    if _own_address().fullmatch(line):
        return Part("link" if has_button else "button", address=line)
    return None


def _linked(lines: Sequence[str]) -> SafeString:
    """The lines, escaped, with the site's own addresses as links; what is HTML already stays."""
    whole = (line if isinstance(line, SafeString) else _line(line) for line in lines)
    return format_html_join(mark_safe("<br>\n"), "{}", ((line,) for line in whole))


def _named(lines: list[str]) -> list[str | SafeString]:
    """The end of a letter, where a line that ends with 「：」 names the address below it: the name is the link, not fifty signs of it."""
    named: list[str | SafeString] = []
    for line in lines:
        name = named[-1] if named else ""
        if name.endswith("：") and _own_address().fullmatch(line):
            named[-1] = format_html('<a class="link" href="{}">{}</a>', line, name.removesuffix("："))
        else:
            named.append(line)
    return named


def _line(line: str) -> SafeString:
    pieces = _own_address().split(line)  # every second piece is an address
    return format_html_join("", "{}", ((_anchor(piece) if place % 2 else piece,) for place, piece in enumerate(pieces)))


def _anchor(address: str) -> SafeString:
    return format_html('<a class="link" href="{0}">{0}</a>', address)


def _own_address() -> re.Pattern[str]:
    """An address of this site: its name, and then a path or nothing (never `https://site.example.evil`)."""
    return re.compile(rf"({re.escape(settings.BASE_URL)}(?:/[A-Za-z0-9._~:/?#@!$&*+,;=%-]*|(?![\w.:@/-])))")
