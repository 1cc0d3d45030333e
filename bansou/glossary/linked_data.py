"""The glossary for search engines: schema.org's DefinedTermSet and DefinedTerm as JSON-LD."""

from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from bansou.glossary.models import Term
from bansou.sharing.linked_data import absolute, script


def described_set() -> SafeString:
    """The glossary as a whole."""
    return script(_glossary())


def described_term(term: Term) -> SafeString:
    """One term."""
    described: dict[str, Any] = {
        "@type": "DefinedTerm",
        "name": term.name,
        "description": term.short,
        "url": absolute(reverse("glossary:term", args=[term.slug or "new"])),
        "inLanguage": "ja",
        "inDefinedTermSet": _glossary(),
    }
    if term.other_spellings:
        described["alternateName"] = term.other_spellings
    return script(described)


def _glossary() -> dict[str, Any]:
    address = absolute(reverse("glossary:terms"))
    return {"@type": "DefinedTermSet", "@id": address, "name": "伴走支援の用語集", "url": address}
