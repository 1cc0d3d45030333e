"""What is wrong with a mail as it went over the wire: the rules of RFC 5322, 2045, 2047, 3834 and 8058, and our own."""

import email.policy
import re
from collections.abc import Iterator
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser

from django.conf import settings
from django.utils import timezone

_ONCE = ("From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type", "Auto-Submitted")
_ADDRESS = re.compile(r"https?://[^\s「」、。（）<>\"]+")
_LOADED = {"img", "script", "link", "form", "iframe", "object", "embed", "svg", "video", "audio", "base"}


class Page(HTMLParser):
    """The tags and addresses of the HTML part."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.addresses: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.addresses |= {value or "" for name, value in attrs if name in ("href", "src", "background", "action")}


def parsed(content: bytes) -> EmailMessage:
    """The mail that the bytes are."""
    return BytesParser(_class=EmailMessage, policy=email.policy.default).parsebytes(content)


def faults_of(content: bytes) -> list[str]:
    """What is wrong, in words; [] for a sound mail."""
    mail = parsed(content)
    return [*_of_bytes(content), *_of_headers(mail), *_of_our_headers(mail), *_of_parts(mail)]


def _of_bytes(content: bytes) -> Iterator[str]:
    head, _, _ = content.partition(b"\r\n\r\n")
    if not content.isascii():
        yield "has bytes that a relay without 8BITMIME may break"
    if re.search(rb"(?<!\r)\n|\r(?!\n)", content):
        yield "has a line that does not end with CRLF"
    for line in content.split(b"\r\n"):
        if len(line) > 998:
            yield f"has a line of {len(line)} bytes"
    for line in head.split(b"\r\n"):
        if b"=?" in line and len(line) > 76:
            yield f"has a header line with encoded words of {len(line)} bytes: {line!r}"
    if b"\r\nList-Unsubscribe: " in head and not re.search(rb"\r\nList-Unsubscribe: <https?://\S+>\r\n", head):
        yield "encodes or breaks the address of List-Unsubscribe, so that no program finds it"
    for word in re.findall(rb"=\?[^?]+\?[bBqQ]\?[^?]*\?=", head):
        if len(word) > 75:
            yield f"has an encoded word of {len(word)} bytes"


def _of_headers(mail: EmailMessage) -> Iterator[str]:
    for name in _ONCE:
        if len(mail.get_all(name, [])) != 1:
            yield f"has {name} {len(mail.get_all(name, []))} times"
    if mail.defects or any(value.defects for value in mail.values()):
        yield f"has defects: {[*mail.defects, *(value.defects for value in mail.values())]}"


def _of_our_headers(mail: EmailMessage) -> Iterator[str]:
    if not mail["Subject"].startswith("【伴走】") or "�" in mail["Subject"]:
        yield f"has the subject {mail['Subject']}"
    if not re.fullmatch(r"<[\w-]{16}\.outgoing-\d+@testserver>", mail["Message-ID"].strip()):
        yield f"has the Message-ID {mail['Message-ID']}"
    if mail["Auto-Submitted"] != "auto-generated":
        yield f"is Auto-Submitted {mail['Auto-Submitted']}"
    if abs((timezone.now() - parsedate_to_datetime(mail["Date"])).days) > 1:
        yield f"is of {mail['Date']}"
    if "伴走" not in mail["From"]:
        yield f"is from {mail['From']}"
    if bool(mail["List-Unsubscribe"]) != bool(mail["List-Unsubscribe-Post"]):
        yield "has one of the two headers of RFC 8058"
    if mail["List-Unsubscribe"] and not mail["List-Unsubscribe"].startswith(f"<{settings.BASE_URL}/"):
        yield f"is stopped at {mail['List-Unsubscribe']}"


def _of_parts(mail: EmailMessage) -> Iterator[str]:
    parts = [(part.get_content_type(), part.get_content_charset()) for part in mail.walk() if not part.is_multipart()]
    if mail.get_content_type() != "multipart/alternative" or parts != [("text/plain", "utf-8"), ("text/html", "utf-8")]:
        yield f"is {mail.get_content_type()} of {parts}"
        return
    text, html = (part.get_content() for part in mail.iter_parts())
    page = Page(html)
    if loaded := page.tags & _LOADED or "url(" in html or "@import" in html:
        yield f"loads {loaded}"
    if foreign := {link for link in {*_ADDRESS.findall(text), *page.addresses} if not link.startswith(f"{settings.BASE_URL}/")}:
        yield f"leads to {foreign}"
    if secret := {link for link in page.addresses if link not in text}:
        yield f"leads, in HTML alone, to {secret}"
    if 'lang="ja"' not in html or "color-scheme" not in html:
        yield "does not say its language and colours"
    if "\n――\n" not in text.replace("\r\n", "\n") or "このメールは、" not in text:
        yield "does not say who sends it and why"
    if "{{" in text or "{%" in text or "None" in text or "（架空の値）" in text:
        yield f"has a hole: {text}"
