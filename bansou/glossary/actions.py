"""Fills the glossary from terms.toml."""

import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from bansou.glossary.models import Term

#: The terms with which the glossary begins.
SHIPPED = Path(__file__).parent / "terms.toml"


@transaction.atomic
def write_glossary() -> int:
    """Write the terms of terms.toml that are new, or whose words changed there. Gives how many were written.

    A term that staff have saved stays as they left it, published or not: their saving makes a version, the file makes none.
    Pages that a term leads to are taken once they are there, so this runs after the explainer is filled. Raises ValidationError
    with the term's slug.
    """
    file = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))
    terms = {term.slug: term for term in Term.objects.all()}
    pages = _pages()
    written: set[str] = set()
    for entry in file["terms"]:
        term = terms.get(entry["slug"]) or Term(slug=entry["slug"], first_published_at=timezone.now())
        wanted = _fields(entry, file["sources"], file["updated"]) | {"page_id": pages.get(entry.get("page", ""))}
        if term.latest_revision_id is None and any(getattr(term, name) != value for name, value in wanted.items()):
            _save(term, wanted)
            written.add(term.slug)
        terms[term.slug] = term
    for entry in file["terms"]:
        term = terms[entry["slug"]]
        beside = [terms[slug].pk for slug in entry.get("see", ())]
        if term.latest_revision_id is None and [block["value"] for block in term.see_also.raw_data] != beside:
            blocks = [{"type": "term", "value": key, "id": f"{term.slug}-{key}"} for key in beside]
            term.see_also = term.see_also.stream_block.to_python(blocks)
            term.save(update_fields=["see_also"])
            written.add(term.slug)
    return len(written)


def _fields(entry: dict[str, Any], sources: dict[str, dict[str, Any]], updated: Any) -> dict[str, Any]:
    """What the file says of a term, by the names of the columns."""
    source = sources[entry["source"]]
    return {
        "name": entry["name"],
        "reading": entry["reading"],
        "spellings": "\n".join(entry.get("spellings", ())),
        "short": entry["short"],
        "long": entry["long"].strip(),
        "is_marked": entry.get("is_marked", True),
        "updated": entry.get("updated", updated),
        **{f"source_{name}": source[name] for name in ("title", "publisher", "url", "seen")},
    }


def _save(term: Term, wanted: dict[str, Any]) -> None:
    for name, value in wanted.items():
        setattr(term, name, value)
    try:
        term.full_clean()
    except Exception as error:
        error.add_note(f"in term {term.slug}")
        raise
    term.last_published_at = timezone.now()
    term.save()


def _pages() -> dict[str, int]:
    """The key of each page by its address: "/walls/see/". There is one site, and its home is the first level of the tree."""
    found = Page.objects.filter(depth__gt=2).values_list("url_path", "pk")
    return {"/" + path.strip("/").partition("/")[2] + "/": key for path, key in found}
