"""What pages tell machines about themselves: JSON-LD in the words of schema.org."""

import datetime
import json
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from django.utils.encoding import iri_to_uri
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

Data = dict[str, Any]

#: So that no text can end the element.
_ESCAPES = {ord(">"): "\\u003e", ord("<"): "\\u003c", ord("&"): "\\u0026"}
#: What search engines show of a text is shorter still.
_TEXT_MAX = 1000


def absolute(address: str) -> str:
    """The address under that of the settings, whatever name the request came by."""
    return iri_to_uri(urljoin(f"{settings.BASE_URL}/", address))


def script(value: Mapping[str, Any]) -> SafeString:
    """The data block of a page. Browsers run no such block, and the policy on scripts does not concern it."""
    text = json.dumps({"@context": "https://schema.org", **value}, cls=DjangoJSONEncoder, ensure_ascii=False)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text.translate(_ESCAPES)))  # noqa: S308 - escaped


def breadcrumb(items: Iterable[tuple[str, str]]) -> Data:
    """Where a page stands: (words, address) from below home; the page itself has no address."""
    places = [("ホーム", "/"), *items]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": str(words)} | ({"item": absolute(address)} if address else {})
            for position, (words, address) in enumerate(places, start=1)
        ],
    }


def article(
    *,
    title: str,
    summary: str,
    address: str,
    picture: str,
    changed: datetime.date | None,
    published: datetime.date | None,
    language: str = "ja",
) -> Data:
    """A text of the site. `published` and `changed` may be days or moments."""
    dates = {"datePublished": published, "dateModified": changed or published}
    return {
        "@type": "Article",
        "headline": title,
        "description": summary,
        "inLanguage": language,
        "image": [picture],
        "mainEntityOfPage": absolute(address),
        **{name: _iso(moment) for name, moment in dates.items() if moment},
        "author": _publisher(),
        "publisher": _publisher(),
    }


def question_page(
    *,
    title: str,
    text: str,
    asked: datetime.date,
    by: str,
    answers: int,
    solutions: Iterable[tuple[str, str, str, datetime.date, int]],
) -> Data:
    """A question that is solved. Each solution: text, name of who wrote it, address, when, and how many it helped."""
    accepted = [
        {
            "@type": "Answer",
            "text": words[:_TEXT_MAX],
            "author": {"@type": "Person", "name": name},
            "url": absolute(address),
            "datePublished": _iso(moment),
            "upvoteCount": helped,
        }
        for words, name, address, moment, helped in solutions
    ]
    return {
        "@type": "QAPage",
        "mainEntity": {
            "@type": "Question",
            "name": title,
            "text": text[:_TEXT_MAX],
            "answerCount": max(answers, len(accepted)),
            "datePublished": _iso(asked),
            "author": {"@type": "Person", "name": by},
            "acceptedAnswer": accepted[0],
            **({"suggestedAnswer": accepted[1:]} if accepted[1:] else {}),
        },
    }


def _publisher() -> Data:
    return {"@type": "Organization", "name": settings.WAGTAIL_SITE_NAME, "url": absolute("/")}


def _iso(moment: datetime.date) -> str:
    return timezone.localtime(moment).isoformat() if isinstance(moment, datetime.datetime) else moment.isoformat()
