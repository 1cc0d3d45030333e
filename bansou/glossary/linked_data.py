"""The glossary for search engines: schema.org's DefinedTermSet and DefinedTerm as JSON-LD."""

import json
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from bansou.glossary.models import Term

#: What would end the script element, or begin a comment in it.
_AS_ESCAPES = {ord(character): f"\\u{ord(character):04x}" for character in "<>&"}


def described_set() -> SafeString:
    """The glossary as a whole."""
    return _json({"@context": "https://schema.org"} | _glossary())


def described_term(term: Term) -> SafeString:
    """One term."""
    described: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "DefinedTerm",
        "name": term.name,
        "description": term.short,
        "url": f"{settings.BASE_URL}{reverse('glossary:term', args=[term.slug or 'new'])}",
        "inLanguage": "ja",
        "inDefinedTermSet": _glossary(),
    }
    if term.other_spellings:
        described["alternateName"] = term.other_spellings
    return _json(described)


def _glossary() -> dict[str, Any]:
    address = f"{settings.BASE_URL}{reverse('glossary:terms')}"
    return {"@type": "DefinedTermSet", "@id": address, "name": "伴走支援の用語集", "url": address}


def _json(described: dict[str, Any]) -> SafeString:
    return mark_safe(json.dumps(described, ensure_ascii=False).translate(_AS_ESCAPES))  # noqa: S308 - no tag is left in it
