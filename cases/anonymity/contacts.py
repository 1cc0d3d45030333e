"""Mail and web addresses, telephone and corporate numbers, postal codes. The text is folded (spans.py): digits and signs are half width."""

import re
from collections.abc import Iterator

from cases.anonymity.spans import Span
from cases.vocabularies import IdentifyingKind

_DASH = "[-‐‑‒–—−―ー]"
# From its first letter on, and never again from its second: a word of 20,000 letters is looked at once.
_MAIL = re.compile(
    r"(?<![A-Za-z0-9_.+-])[A-Za-z0-9_.+-]++\s?(?:@|\[at\]|\(at\))\s?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", re.IGNORECASE
)
_IN_ADDRESS = r"[^\s、。「」『』（）()<>\"'一-鿿ぁ-ゖァ-ヾ]"
_URL = re.compile(rf"(?:https?://|\bwww\.){_IN_ADDRESS}+", re.IGNORECASE)
_ENDINGS = "com|net|org|jp|info|biz|shop|site|store|online|tokyo|app|io|example"
_DOMAIN = re.compile(
    rf"(?<![@A-Za-z0-9.-])(?:[A-Za-z0-9-]+\.)+(?:{_ENDINGS})(?![A-Za-z0-9-])(?:/{_IN_ADDRESS}*)?",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(r"(?<![A-Za-z0-9_.@])@[A-Za-z0-9_][A-Za-z0-9_.]{2,}")
#: Addresses of the state: where guides and forms come from.
_PUBLIC_HOST = re.compile(r"(?:https?://)?(?:[a-z0-9-]+\.)*go\.jp(?:[/:?#]|$)", re.IGNORECASE)
_PHONE = re.compile(
    rf"(?<![\d.])(?<!\d[-−])(?:\+81\s?{_DASH}?\s?\d{{1,4}}|\(?0\d{{1,4}}\)?)(?:\s?(?:{_DASH}|[()\s])\s?)\d{{1,4}}(?:{_DASH}|[()\s])\s?\d{{3,4}}(?!\d|{_DASH}\d)"
)
_PHONE_WITHOUT_MARKS = re.compile(r"(?<![\dA-Za-z.])0\d{9,10}(?!\d)")
_CORPORATE_NUMBER = re.compile(rf"(?<![\d-])[Tt]?\d(?:{_DASH}?\d{{4}}){{3}}(?![\d-])")
_CALLED_SO = re.compile(r"(?:法人番号|登録番号)[^\d。\n]{0,6}$")
_POSTAL_CODE = re.compile(rf"〒\s*\d{{3}}{_DASH}?\d{{4}}|(?<=郵便番号)[:は]?\s*\d{{3}}{_DASH}?\d{{4}}")
_SIMPLE = ((IdentifyingKind.MAIL, _MAIL), (IdentifyingKind.URL, _ACCOUNT), (IdentifyingKind.PLACE, _POSTAL_CODE))


def find_contacts(plain: str) -> Iterator[Span]:
    """Whatever leads straight to somebody."""
    for kind, pattern in _SIMPLE:
        for match in pattern.finditer(plain):
            yield Span(kind, *match.span())
    yield from _addresses(plain)
    yield from _phones(plain)
    for match in _CORPORATE_NUMBER.finditer(plain):
        if is_corporate_number(match.group()) or _CALLED_SO.search(plain[max(0, match.start() - 12) : match.start()]):
            yield Span(IdentifyingKind.CORPORATE_NUMBER, *match.span())


def _addresses(plain: str) -> Iterator[Span]:
    for pattern in (_URL, _DOMAIN):
        for match in pattern.finditer(plain):
            address = match.group().rstrip(".,;:!?")
            if not _PUBLIC_HOST.match(address):
                yield Span(IdentifyingKind.URL, match.start(), match.start() + len(address))


def _phones(plain: str) -> Iterator[Span]:
    for pattern in (_PHONE, _PHONE_WITHOUT_MARKS):
        for match in pattern.finditer(plain):
            if len(re.findall(r"\d", match.group().replace("+81", "0"))) in {10, 11}:
                yield Span(IdentifyingKind.PHONE, *match.span())


def is_corporate_number(text: str) -> bool:
    """Whether the digits of the text are a 法人番号: 13 of them, the first being the check digit of the others.

    From the right, every second of the twelve counts double; 9 minus the rest of the sum by 9 (法人番号の指定等に関する省令).
    """
    digits = [int(digit) for digit in re.findall(r"\d", text)]
    if len(digits) != 13:
        return False
    weighed = sum(digit * (1 + place % 2) for place, digit in enumerate(reversed(digits[1:])))
    return digits[0] == 9 - weighed % 9
